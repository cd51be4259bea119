package org.bluejay.gateway.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request to the outside.
 *
 * @param timeout for all of it: connecting, sending, waiting, reading
 * @param answerLimit most bytes of the answer's body that are read
 */
public record Exchange(
        String method,
        URI uri,
        Map<String, String> headers,
        byte[] body,
        Duration timeout,
        int answerLimit) {

    public Exchange {
        headers = Map.copyOf(headers);
    }

    /**
     * What came back.
     *
     * @param headers names in lower case
     * @param body as much of it as was asked for
     * @param complete whether that was all of it
     */
    public record Reply(
            int status, Map<String, List<String>> headers, byte[] body, boolean complete) {

        public Reply {
            headers = Map.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst();
        }
    }
}
