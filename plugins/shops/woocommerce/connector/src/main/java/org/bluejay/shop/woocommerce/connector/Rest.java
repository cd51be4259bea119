package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.bluejay.connector.Http;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.ShopException;

/** The way to one shop's REST API, {@code wc/v3}: addresses, the key, and what failures mean. */
final class Rest {

    /** Three of them fit into the time that the host gives to one question. */
    static final Duration USUAL = Duration.ofSeconds(6);

    /** A hundred orders with their fields, or all notes of one order. */
    private static final int MOST_ANSWER = 4 << 20;

    private final Http http;
    private final Settings settings;
    private final String base;

    Rest(Settings settings, Http http) {
        this.settings = settings;
        this.http = http;
        this.base = settings.text(WooCommerceProvider.SHOP_URL).replaceAll("/+$", "");
    }

    Reply get(String path, Map<String, String> query, Duration timeout) throws ShopException {
        return send("GET", path, query, new byte[0], timeout);
    }

    Reply write(String method, String path, JsonNode body) throws ShopException {
        return send(method, path, Map.of(), Json.write(body), USUAL);
    }

    private Reply send(
            String method, String path, Map<String, String> query, byte[] body, Duration timeout)
            throws ShopException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept", "application/json");
        if (body.length > 0) {
            headers.put("content-type", "application/json");
        }
        if (!keyInAddress()) {
            headers.put("authorization", "Basic " + basic());
        }
        try {
            return Reply.of(
                    http.send(
                            new Http.Request(
                                    method,
                                    address(path, query),
                                    headers,
                                    body,
                                    timeout,
                                    MOST_ANSWER)));
        } catch (Http.NotSent notSent) {
            throw new ShopException.NotSent("the shop cannot be reached", notSent);
        } catch (Http.NoAnswer noAnswer) {
            throw new ShopException.OutcomeUnknown("the shop did not answer", noAnswer);
        }
    }

    /** Shops without pretty links take the route as a parameter; some hosts swallow the header. */
    private URI address(String path, Map<String, String> query) {
        Map<String, String> all = new LinkedHashMap<>();
        boolean plain = settings.yes(WooCommerceProvider.PLAIN_LINKS);
        if (plain) {
            all.put("rest_route", "/wc/v3" + path);
        }
        all.putAll(query);
        if (keyInAddress()) {
            all.put("consumer_key", settings.text(WooCommerceProvider.CONSUMER_KEY));
            all.put("consumer_secret", settings.text(WooCommerceProvider.CONSUMER_SECRET));
        }
        String parameters =
                all.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        String where = base + (plain ? "/" : "/wp-json/wc/v3" + path);
        return URI.create(parameters.isEmpty() ? where : where + "?" + parameters);
    }

    private boolean keyInAddress() {
        return settings.text(WooCommerceProvider.SIGN_IN).equals(WooCommerceProvider.BY_ADDRESS);
    }

    private String basic() {
        String pair =
                settings.text(WooCommerceProvider.CONSUMER_KEY)
                        + ":"
                        + settings.text(WooCommerceProvider.CONSUMER_SECRET);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
