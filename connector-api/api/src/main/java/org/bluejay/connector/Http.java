package org.bluejay.connector;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The way to the outside that the host lends to a connector: with time limits, bounded answers, no
 * redirects, no private addresses (but for those the operator allowed), and a log without secrets.
 */
public interface Http {

    /**
     * Sends one request and reads the whole answer. Any status is an answer; only the lack of one
     * is an exception.
     *
     * @throws NotSent when the far side cannot have seen the request: refused address, no
     *     connection
     * @throws NoAnswer when it may have seen it: a time-out, a broken connection, an answer too
     *     large
     */
    Answer send(Request request) throws NotSent, NoAnswer;

    /**
     * @param method GET, POST, PUT, PATCH or DELETE
     * @param uri absolute, https unless the operator allowed otherwise
     * @param headers names to values
     * @param body empty for none
     * @param timeout for the whole exchange; the host may shorten it
     * @param answerLimit most bytes that the answer's body may have; the host allows up to {@link
     *     #MOST_ANSWER}
     */
    record Request(
            String method,
            URI uri,
            Map<String, String> headers,
            byte[] body,
            Duration timeout,
            int answerLimit) {

        /** What suits all but those who read whole blocks of a chain. */
        public static final int USUAL_ANSWER = 1 << 20;

        /** The largest answer that can be asked for. */
        public static final int MOST_ANSWER = 32 << 20;

        public Request {
            Objects.requireNonNull(method, "method");
            headers = Map.copyOf(headers);
            body = body.clone();
            if (answerLimit < 1 || answerLimit > MOST_ANSWER) {
                throw new IllegalArgumentException(
                        "an answer has 1 to " + MOST_ANSWER + " bytes, not " + answerLimit);
            }
        }

        /** With an answer of at most {@link #USUAL_ANSWER} bytes. */
        public Request(
                String method,
                URI uri,
                Map<String, String> headers,
                byte[] body,
                Duration timeout) {
            this(method, uri, headers, body, timeout, USUAL_ANSWER);
        }

        public static Request get(URI uri, Duration timeout) {
            return new Request("GET", uri, Map.of(), new byte[0], timeout);
        }

        @Override
        public byte[] body() {
            return body.clone();
        }

        /** Method and address without its query: what a log may show. */
        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
        }
    }

    /**
     * @param status the HTTP status
     * @param headers names in lower case to their values
     * @param body at most what {@link Request#answerLimit()} says
     */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {

        public Answer {
            headers = Map.copyOf(headers);
            body = body.clone();
        }

        @Override
        public byte[] body() {
            return body.clone();
        }

        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst();
        }
    }

    /** Nothing left this machine: asking again can do no harm. */
    final class NotSent extends Exception {
        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It may have arrived: whoever asked for money must look it up before anything else. */
    final class NoAnswer extends Exception {
        public NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
