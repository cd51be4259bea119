package org.bluejay.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.gateway.shared.Digests;
import org.bluejay.gateway.webhook.SigningKey.Kind;

/** The headers by which a receiver knows that a webhook is ours and fresh. */
final class SignedHeaders {

    private SignedHeaders() {}

    /**
     * Standard Webhooks with one signature for each key, and the plain recipe with the newest
     * shared secret.
     *
     * @param keys newest first
     * @param at real time, whatever the shop's clock says
     */
    static Map<String, String> of(UUID event, byte[] body, Instant at, List<SigningKey> keys) {
        String seconds = Long.toString(at.getEpochSecond());
        byte[] content =
                concat((event + "." + seconds + ".").getBytes(StandardCharsets.US_ASCII), body);
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", event.toString());
        headers.put("webhook-timestamp", seconds);
        headers.put(
                "webhook-signature",
                keys.stream().map(key -> key.sign(content)).collect(Collectors.joining(" ")));
        headers.put("X-Bluejay-Timestamp", seconds);
        keys.stream()
                .filter(key -> key.kind() == Kind.V1)
                .findFirst()
                .ifPresent(key -> headers.put("X-Bluejay-Signature", plain(key, seconds, body)));
        return headers;
    }

    private static String plain(SigningKey key, String seconds, byte[] body) {
        return HexFormat.of()
                .formatHex(
                        Digests.hmacSha256(
                                key.textBytes(),
                                seconds.getBytes(StandardCharsets.US_ASCII),
                                body));
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }
}
