package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Secret;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.WebhookVerdict;
import org.bluejay.connector.shop.WebhookVerdict.Proven;
import org.bluejay.connector.shop.WebhookVerdict.Rejected;

/**
 * Knows whether a webhook comes from the shop. Its signature is over the body alone: neither its
 * topic nor its time is proven, so that an old one said again is only a reason to look.
 */
final class WebhookEar {

    private static final String SIGNATURE_HEADER = "x-wc-webhook-signature";
    private static final String TOPIC_HEADER = "x-wc-webhook-topic";

    private final Optional<Secret> secret;

    WebhookEar(Optional<Secret> secret) {
        this.secret = secret;
    }

    WebhookVerdict receive(InboundCallback webhook) {
        if (isGreeting(webhook)) {
            return new Rejected("the greeting of a new webhook: unsigned, and about no order");
        }
        if (secret.isEmpty()) {
            return new Rejected("the connection has no webhook secret to check it with");
        }
        List<String> signatures = webhook.headers().getOrDefault(SIGNATURE_HEADER, List.of());
        if (signatures.size() != 1) {
            return new Rejected("it has not exactly one signature");
        }
        if (!isEqual(signatures.get(0), signature(secret.get(), webhook.body()))) {
            return new Rejected("its signature does not fit the connection's webhook secret");
        }
        boolean other =
                webhook.header(TOPIC_HEADER)
                        .filter(topic -> !topic.startsWith("order."))
                        .isPresent();
        return other ? new Proven(List.of()) : aboutOrder(webhook.body());
    }

    private static boolean isGreeting(InboundCallback webhook) {
        return !webhook.headers().containsKey(SIGNATURE_HEADER)
                && webhook.text().matches("webhook_id=[0-9]{1,18}");
    }

    private static WebhookVerdict aboutOrder(byte[] body) {
        Optional<JsonNode> json = Json.read(body).filter(JsonNode::isObject);
        String id = json.map(order -> Json.text(order, "id")).orElse("");
        if (!WooOrder.isId(id)) {
            return new Rejected("it is signed, and names no order");
        }
        try {
            WooOrder order = WooOrder.of(json.orElseThrow());
            return new Proven(
                    order.status().equals(WooOrder.DRAFT)
                            ? List.of()
                            : List.of(new OrderChange(id, order.version())));
        } catch (WooOrder.Unreadable onlyItsId) {
            // Of a deleted order nothing but the id is told; what else is strange, the look will
            // find.
            return new Proven(List.of(new OrderChange(id, "")));
        }
    }

    /** The text is compared, not the bytes: two texts may stand for the same bytes. */
    private static boolean isEqual(String said, String expected) {
        return MessageDigest.isEqual(
                said.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    static String signature(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
