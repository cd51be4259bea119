package org.bluejay.connector;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that a network or a shop sent, exactly as it came. The host has stored it before a
 * connector sees it.
 *
 * @param method the HTTP method
 * @param token the last segment of the path: the secret of one attempt or of the channel, or the id
 *     of a shop's connection
 * @param query raw query, empty for none
 * @param headers names in lower case to their values
 * @param body raw bytes, at most 256 KiB
 */
public record InboundCallback(
        String method, String token, String query, Map<String, List<String>> headers, byte[] body) {

    public InboundCallback {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The header's only value; empty when it is missing or doubled, because a doubled signature
     * proves nothing.
     */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Neither token nor content: both may be secret. */
    @Override
    public String toString() {
        return "InboundCallback[" + method + ", " + body.length + " bytes]";
    }
}
