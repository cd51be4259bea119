package org.bluejay.connector.tck;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Http;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;

/** The toy shop's line, and what the connector makes of its failures. */
record ToyShopLine(ShopFlaw flaw, Settings settings, ConnectorContext context) {

    private static final System.Logger LOG = System.getLogger(ToyShopLine.class.getName());

    private boolean has(ShopFlaw some) {
        return flaw == some;
    }

    /** The text of a 200, or nothing for a 404. */
    Optional<String> call(String method, String path, String body) throws ShopException {
        if (has(ShopFlaw.LOGS_SECRETS)) {
            LOG.log(System.Logger.Level.TRACE, () -> path + settings.text("apiKey"));
        }
        try {
            return textOf(context.http().send(request(method, path, body)), method);
        } catch (Http.NotSent notSent) {
            if (has(ShopFlaw.UNKNOWN_FOR_NOT_SENT)) {
                throw new OutcomeUnknown("no connection", notSent);
            }
            throw new NotSent("no connection", notSent);
        } catch (Http.NoAnswer noAnswer) {
            if (has(ShopFlaw.NOT_SENT_FOR_UNKNOWN)
                    || (has(ShopFlaw.NOT_SENT_FOR_TIME_OUT)
                            && noAnswer.getMessage().equals("timed out"))) {
                throw new NotSent("no answer", noAnswer);
            }
            throw new OutcomeUnknown("no answer", noAnswer);
        }
    }

    private Http.Request request(String method, String path, String body) {
        return new Http.Request(
                method,
                URI.create("https://toyshop.test" + path),
                Map.of("authorization", "Bearer " + settings.text("apiKey")),
                body.getBytes(StandardCharsets.UTF_8),
                Duration.ofSeconds(has(ShopFlaw.SLOW_HEALTH) ? 30 : 4));
    }

    private Optional<String> textOf(Http.Answer answer, String method) throws ShopException {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String said = has(ShopFlaw.QUOTES_ANSWERS) ? text : "status " + answer.status();
        switch (answer.status()) {
            case 200 -> {
                boolean good = text.startsWith("{") || has(ShopFlaw.BELIEVES_HTML);
                if (!good || (has(ShopFlaw.STRICT) && text.contains("addedLater"))) {
                    throw new OutcomeUnknown("not JSON", null);
                }
                return Optional.of(text);
            }
            case 400 -> {
                boolean own = text.startsWith("{") || has(ShopFlaw.BELIEVES_PAGE_OF_400);
                if (own && !has(ShopFlaw.UNKNOWN_FOR_400)) {
                    throw new Rejected("400", said);
                }
            }
            case 401 -> {
                if (has(ShopFlaw.REJECTED_FOR_401)) {
                    throw new Rejected("401", said);
                }
                throw new NeedsReconnect(said);
            }
            case 404 -> {
                return Optional.empty();
            }
            case 429 -> {
                if (!has(ShopFlaw.UNKNOWN_FOR_429)) {
                    throw new Throttled(said, Duration.ofSeconds(7));
                }
            }
            default -> {
                boolean write = method.equals("POST");
                if (has(write ? ShopFlaw.REJECTED_FOR_500 : ShopFlaw.REJECTED_FOR_READ)) {
                    throw new Rejected("500", said);
                }
                if (has(ShopFlaw.NONE_FOR_FAILURE)) {
                    return Optional.empty();
                }
            }
        }
        throw new OutcomeUnknown(said, null);
    }
}
