package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.bluejay.connector.Http;
import org.bluejay.connector.shop.ShopException;

/**
 * An answer of the shop's, or of whatever stands before it: a firewall, a maintenance page, a
 * proxy. Its own words are never passed on.
 *
 * @param body missing when it is no JSON
 * @param total how many there are in all, where it is a list that says so
 */
record Reply(int status, JsonNode body, OptionalInt total, Duration retryAfter) {

    /** GET says 404 for an order that is not there, PUT says 400. */
    private static final Set<String> NO_ORDER =
            Set.of("woocommerce_rest_shop_order_invalid_id", "woocommerce_rest_order_invalid_id");

    /** Said with a 500; the refund has been deleted again. */
    private static final String NO_REFUND = "woocommerce_rest_cannot_create_order_refund";

    /** As WordPress makes them: words with underscores between. A firewall's are numbers. */
    private static final Pattern CODE = Pattern.compile("[a-z]+(_[a-z0-9]+)+");

    private static final int LONGEST_CODE = 80;

    private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);

    static Reply of(Http.Answer answer) {
        return new Reply(
                answer.status(),
                Json.read(answer.body()).orElse(MissingNode.getInstance()),
                answer.header("x-wp-total")
                        .filter(text -> text.matches("[0-9]{1,9}"))
                        .map(text -> OptionalInt.of(Integer.parseInt(text)))
                        .orElse(OptionalInt.empty()),
                answer.header("retry-after").flatMap(Reply::seconds).orElse(USUAL_PAUSE));
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("[1-9][0-9]{0,2}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }

    private boolean isJson() {
        return !body.isMissingNode();
    }

    /** WooCommerce's own word for what was wrong; empty when it was not WooCommerce that spoke. */
    private String code() {
        String code = Json.text(body, "code");
        return code.length() <= LONGEST_CODE && CODE.matcher(code).matches() ? code : "";
    }

    boolean saysNoOrder() {
        return (status == 404 || status == 400) && NO_ORDER.contains(code());
    }

    /** The answer's JSON, when the shop did what it was asked and said so. */
    JsonNode good() throws ShopException {
        if ((status == 200 || status == 201) && isJson()) {
            return body;
        }
        if (saysNoOrder()) {
            throw new ShopException.Rejected("no-order", "the shop has no such order");
        }
        if (refusesKey()) {
            throw new ShopException.NeedsReconnect(
                    "the shop refuses the key (HTTP "
                            + status
                            + "): make a new one that may read and write, for a user who may manage"
                            + " the shop");
        }
        if (status == 429) {
            throw new ShopException.Throttled("the shop asks for fewer requests", retryAfter);
        }
        if (isRefusal()) {
            throw new ShopException.Rejected(code(), "the shop refused with HTTP " + status);
        }
        throw new ShopException.OutcomeUnknown(advice(), null);
    }

    /**
     * A firewall's 403 is no word of the shop's; its 401 is, whoever says it: the key gets no
     * further.
     */
    private boolean refusesKey() {
        return status == 401 || (status == 403 && code().startsWith("woocommerce_rest_"));
    }

    /** In its own words: firewalls and proxies refuse with every status there is. */
    private boolean isRefusal() {
        boolean open = Set.of(403, 404, 408, 409, 423, 425).contains(status);
        boolean refused = status >= 400 && status < 500 && !open && !code().isEmpty();
        return refused || (status == 500 && code().equals(NO_REFUND));
    }

    private String advice() {
        if (status >= 300 && status < 400) {
            return "the shop answers from another address (HTTP "
                    + status
                    + "): has it moved, or does its address begin with www?";
        }
        if (status == 404) {
            return "the shop's REST API is not there (HTTP 404): is WooCommerce active, and are its"
                    + " links plain?";
        }
        return isJson()
                ? "the shop failed with HTTP " + status
                : "the shop, or a firewall before it, answered HTTP " + status + " without JSON";
    }
}
