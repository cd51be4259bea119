package org.bluejay.network.mpesa.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One request and its answer. */
final class Conversation {

    private static final int MAX_BODY = 64 * 1024;

    private final HttpExchange exchange;
    private final byte[] body;

    Conversation(HttpExchange exchange) throws IOException {
        this.exchange = exchange;
        this.body = exchange.getRequestBody().readNBytes(MAX_BODY);
    }

    /**
     * What is answered.
     *
     * @param status 0 to break the connection instead
     */
    record Answer(int status, String contentType, byte[] body) {

        /** Nothing: the connection breaks. */
        static final Answer BROKEN = new Answer(0, "", new byte[0]);

        static Answer json(int status, JsonNode body) {
            return new Answer(status, "application/json;charset=UTF-8", Json.bytes(body));
        }

        static Answer html(int status, String page) {
            return new Answer(
                    status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
        }

        static Answer empty(int status) {
            return new Answer(status, "text/plain", new byte[0]);
        }
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The path without its slash in front, cut at slashes. */
    String[] path() {
        return exchange.getRequestURI().getPath().substring(1).split("/", -1);
    }

    String query() {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    String header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** The body as a JSON object; empty when it is none. */
    Optional<JsonNode> json() {
        return Json.read(body);
    }

    /** A field of a posted form, or of the query; empty text when there is none. */
    String field(String name) {
        String form = method().equals("POST") ? new String(body, StandardCharsets.UTF_8) : query();
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                String value = pair.substring(name.length() + 1);
                return URLDecoder.decode(value, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    void redirect(String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(303, -1);
        exchange.close();
    }

    void answer(Answer answer) throws IOException {
        if (answer.status() != 0) {
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }
}
