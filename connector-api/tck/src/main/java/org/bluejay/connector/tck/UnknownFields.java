package org.bluejay.connector.tck;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;

/** Adds what a network may add any day: fields that a connector has never heard of. */
final class UnknownFields {

    private static final String FIELD = "\"addedLater\":{\"list\":[null,true,1e2,\"}\"]}";

    private UnknownFields() {}

    static Http.Answer addedTo(Http.Answer answer) {
        return addedTo(answer.body())
                .map(body -> new Http.Answer(answer.status(), answer.headers(), body))
                .orElse(answer);
    }

    /**
     * The callback with more fields, not yet signed again; empty for an encoding not known here.
     */
    static Optional<InboundCallback> addedTo(InboundCallback callback) {
        boolean form =
                callback.header("content-type")
                        .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                        .isPresent();
        Optional<byte[]> body =
                form
                        ? Optional.of(utf8(callback.text() + "&addedLater=1"))
                        : addedTo(callback.body());
        return body.map(bytes -> with(callback, bytes));
    }

    static InboundCallback with(InboundCallback callback, byte[] body) {
        return new InboundCallback(
                callback.method(), callback.token(), callback.query(), callback.headers(), body);
    }

    private static Optional<byte[]> addedTo(byte[] body) {
        String json = new String(body, StandardCharsets.UTF_8);
        String start = json.stripLeading();
        return start.startsWith("{") || start.startsWith("[")
                ? Optional.of(utf8(inEveryObject(json)))
                : Optional.empty();
    }

    private static String inEveryObject(String json) {
        StringBuilder out = new StringBuilder();
        boolean inText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            out.append(c);
            if (inText && c == '\\' && i + 1 < json.length()) {
                out.append(json.charAt(++i));
            } else if (c == '"') {
                inText = !inText;
            } else if (c == '{' && !inText) {
                boolean empty = json.substring(i + 1).stripLeading().startsWith("}");
                out.append(FIELD).append(empty ? "" : ",");
            }
        }
        return out.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
