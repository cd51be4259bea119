package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.Secret;

/**
 * A WooCommerce on the other side of the line, written after reading its REST controllers. Its
 * habits are theirs: sums are texts; a status that comes with {@code set_paid} is saved first, and
 * {@code set_paid} does nothing unless the order needs payment; a missing order is 404 when read
 * and 400 when written; a refund that cannot be made is a 500; a refund moves money and stock
 * unless told otherwise; lists leave out what may not be read, and count it all the same; an
 * unknown key is told that it cannot view, edit or create.
 *
 * <p>The line: nothing of its database, taxes, floats, plugins and caches is here.
 */
final class StandInShop {

    static final String KEY = "ck_0123456789abcdef0123456789abcdef01234567";
    static final String PASSWORD = "cs_76543210fedcba9876543210fedcba9876543210";
    static final String WEBHOOK_SECRET = "aSecretOfTheShopsWebhooks123";

    private static final int PAGE = 10;
    private static final int LARGEST_PAGE = 100;

    final Map<Long, StandInOrder> orders = new LinkedHashMap<>();
    final List<ObjectNode> webhooks = new ArrayList<>();
    final List<Http.Request> requests = new ArrayList<>();

    /** How often a payment method was told to send money back. */
    int payouts;

    /** Orders that the key's user may not read. */
    int hidden;

    boolean revoked;

    /** Says so to writes only. */
    boolean readOnly;

    /** What happens just before the next write is carried out. */
    Runnable beforeWrite = () -> {};

    private final Clock clock;

    StandInShop(Clock clock) {
        this.clock = clock;
    }

    synchronized StandInOrder place(Money total) {
        long id = 1_001L + 3L * orders.size();
        StandInOrder order = new StandInOrder(id, total, clock.instant());
        orders.put(id, order);
        return order;
    }

    StandInOrder order(String id) {
        return orders.get(Long.parseLong(id));
    }

    InboundCallback webhook(String topic, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("content-type", List.of("application/json"));
        headers.put("user-agent", List.of("WooCommerce/11.0.0 Hookshot (WordPress/7.0)"));
        headers.put("x-wc-webhook-source", List.of("https://shop.example/"));
        headers.put("x-wc-webhook-topic", List.of(topic));
        headers.put("x-wc-webhook-id", List.of("12"));
        headers.put("x-wc-webhook-delivery-id", List.of("5a3c"));
        return signed(new InboundCallback("POST", "connection-1", "", headers, body));
    }

    static InboundCallback signed(InboundCallback unsigned) {
        Map<String, List<String>> headers = new LinkedHashMap<>(unsigned.headers());
        String signature = WebhookEar.signature(new Secret(WEBHOOK_SECRET), unsigned.body());
        headers.put("x-wc-webhook-signature", List.of(signature));
        return new InboundCallback(
                unsigned.method(), unsigned.token(), unsigned.query(), headers, unsigned.body());
    }

    synchronized Http.Answer answer(Http.Request request) {
        requests.add(request);
        Map<String, String> query = query(request);
        String verb = request.method();
        if (revoked || !isKnown(request, query)) {
            String may = verb.equals("GET") ? "view" : verb.equals("POST") ? "create" : "edit";
            return error(401, "woocommerce_rest_cannot_" + may);
        }
        if (readOnly && !verb.equals("GET")) {
            return error(401, "woocommerce_rest_authentication_error");
        }
        String route =
                query.containsKey("rest_route")
                        ? query.get("rest_route")
                        : request.uri().getPath().replace("/wp-json", "");
        if (!verb.equals("GET")) {
            Runnable first = beforeWrite;
            beforeWrite = () -> {};
            first.run();
        }
        return route(verb, route.split("/", -1), query, request.body());
    }

    private static boolean isKnown(Http.Request request, Map<String, String> query) {
        String basic =
                Base64.getEncoder()
                        .encodeToString((KEY + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return ("Basic " + basic).equals(request.headers().get("authorization"))
                || (KEY.equals(query.get("consumer_key"))
                        && PASSWORD.equals(query.get("consumer_secret")));
    }

    private static Map<String, String> query(Http.Request request) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = request.uri().getQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts[1]);
        }
        return query;
    }

    private Http.Answer route(String verb, String[] route, Map<String, String> query, byte[] body) {
        if (route.length < 4 || !route[1].equals("wc") || !route[2].equals("v3")) {
            return error(404, "rest_no_route");
        }
        JsonNode json = Json.read(body).orElseGet(Json::object);
        if (route[3].equals("webhooks")) {
            return webhooks(verb, route, json);
        }
        if (route.length == 4) {
            return list(query);
        }
        StandInOrder order = orders.get(Long.parseLong(route[4]));
        if (order == null) {
            return error(verb.equals("GET") ? 404 : 400, "woocommerce_rest_shop_order_invalid_id");
        }
        if (route.length == 6) {
            return route[5].equals("notes") ? notes(verb, order, json) : refund(order, json);
        }
        if (verb.equals("PUT")) {
            change(order, json);
        }
        return ok(200, order.json());
    }

    private void change(StandInOrder order, JsonNode json) {
        json.path("meta_data")
                .forEach(
                        each ->
                                order.meta.put(
                                        each.path("key").asText(), each.path("value").asText()));
        if (json.has("transaction_id")) {
            order.transactionId = json.path("transaction_id").asText();
        }
        if (json.has("payment_method")) {
            order.paymentMethod = json.path("payment_method").asText();
        }
        if (json.has("status")) {
            order.become(json.path("status").asText(), clock.instant());
        }
        if (json.path("set_paid").asBoolean() && order.needsPayment()) {
            order.complete(order.transactionId, clock.instant());
        }
        order.modified = clock.instant();
    }

    private Http.Answer notes(String verb, StandInOrder order, JsonNode json) {
        if (verb.equals("POST")) {
            order.notes.add(json.path("note").asText());
            return ok(201, Json.object().put("id", order.notes.size()).put("customer_note", false));
        }
        ObjectNode holder = Json.object();
        var list = holder.putArray("notes");
        order.notes.forEach(note -> list.addObject().put("note", note).put("customer_note", false));
        return ok(200, list);
    }

    private Http.Answer refund(StandInOrder order, JsonNode json) {
        Money amount =
                new Money(new BigDecimal(json.path("amount").asText()), order.total.currency());
        if (!order.total.minus(order.refunded).isAtLeast(amount)) {
            return error(500, "woocommerce_rest_cannot_create_order_refund");
        }
        payouts += json.path("api_refund").asBoolean(true) ? 1 : 0;
        order.refund(amount, json.path("api_restock").asBoolean(true));
        order.modified = clock.instant();
        return ok(201, Json.object().put("id", 9_000).put("amount", amount.toPlainString()));
    }

    private Http.Answer webhooks(String verb, String[] route, JsonNode json) {
        if (verb.equals("POST")) {
            ObjectNode webhook = (ObjectNode) json;
            webhook.put("id", 12 + webhooks.size());
            webhooks.add(webhook);
            return ok(201, webhook);
        }
        if (verb.equals("PUT")) {
            for (ObjectNode webhook : webhooks) {
                if (webhook.path("id").asText().equals(route[4])) {
                    webhook.put("status", json.path("status").asText());
                    return ok(200, webhook);
                }
            }
            return error(404, "woocommerce_rest_shop_webhook_invalid_id");
        }
        var list = Json.object().putArray("webhooks");
        webhooks.forEach(
                webhook -> {
                    ObjectNode shown = webhook.deepCopy();
                    shown.remove("secret");
                    list.add(shown);
                });
        return ok(200, list);
    }

    private Http.Answer list(Map<String, String> query) {
        int size = Integer.parseInt(query.getOrDefault("per_page", "" + PAGE));
        if (size > LARGEST_PAGE) {
            return error(400, "rest_invalid_param");
        }
        Comparator<StandInOrder> byId = Comparator.comparingLong(order -> order.id);
        Comparator<StandInOrder> by =
                query.getOrDefault("orderby", "date").equals("modified")
                        ? Comparator.<StandInOrder, Instant>comparing(order -> order.modified)
                                .thenComparing(byId)
                        : byId;
        List<StandInOrder> all =
                orders.values().stream()
                        .filter(order -> after(query, "modified_after", order, 1))
                        .filter(order -> after(query, "modified_before", order, -1))
                        .sorted(
                                query.getOrDefault("order", "desc").equals("asc")
                                        ? by
                                        : by.reversed())
                        .toList();
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        List<JsonNode> page =
                all.stream().skip(offset).limit(size).skip(hidden).map(StandInOrder::json).toList();
        var list = Json.object().putArray("orders").addAll(page);
        Http.Answer plain = ok(200, list);
        Map<String, List<String>> headers = new LinkedHashMap<>(plain.headers());
        headers.put("x-wp-total", List.of("" + all.size()));
        headers.put("x-wp-totalpages", List.of("" + (all.size() + size - 1) / size));
        return new Http.Answer(200, headers, plain.body());
    }

    /** By whole seconds, as in the database, and without the second named. */
    private static boolean after(
            Map<String, String> query, String name, StandInOrder order, int sign) {
        return Optional.ofNullable(query.get(name))
                .map(text -> LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC))
                .map(limit -> Long.signum(order.modified.getEpochSecond() - limit) == sign)
                .orElse(true);
    }

    static Http.Answer error(int status, String code) {
        ObjectNode error = Json.object();
        error.put("code", code);
        error.put("message", "Sorry.");
        error.putObject("data").put("status", status);
        return ok(status, error);
    }

    private static Http.Answer ok(int status, JsonNode json) {
        return new Http.Answer(
                status,
                Map.of("content-type", List.of("application/json; charset=UTF-8")),
                Json.write(json));
    }
}
