package org.bluejay.gateway.ear;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A shop's own server on this machine: keeps the webhooks it gets. */
final class Mailbox implements AutoCloseable {

    private final HttpServer server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();

    /** One delivery as it came. */
    record Letter(HttpHeaders headers, String body) {

        /** Whether the official library believes that the gateway has sent it. */
        boolean isSignedWith(String secret) throws Exception {
            new Webhook(secret).verify(body, headers);
            return true;
        }

        boolean says(String type) {
            return body.contains("\"type\":\"" + type + "\"");
        }
    }

    Mailbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Letter> letters() {
        return letters;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            letters.add(
                    new Letter(
                            HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                            body));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
