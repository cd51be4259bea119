package org.bluejay.gateway.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A shop's server, for real, on loopback: keeps what it is told and answers as the test wants. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Function<Told, Reply> manners = any -> Reply.of(200);

    record Told(HttpHeaders headers, String body) {
        String header(String name) {
            return headers.firstValue(name).orElseThrow();
        }

        String eventId() {
            return header("webhook-id");
        }
    }

    record Reply(int status, Map<String, String> headers, boolean hangs) {
        static Reply of(int status) {
            return new Reply(status, Map.of(), false);
        }

        static Reply busyFor(String retryAfter) {
            return new Reply(429, Map.of("Retry-After", retryAfter), false);
        }

        static Reply never() {
            return new Reply(200, Map.of(), true);
        }
    }

    Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::hear);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void answers(Function<Told, Reply> with) {
        manners = with;
    }

    void answers(int status) {
        manners = any -> Reply.of(status);
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    List<String> toldEvents() {
        return told.stream().map(Told::eventId).toList();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void hear(HttpExchange exchange) throws IOException {
        Told one =
                new Told(
                        HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        told.add(one);
        Reply reply = manners.apply(one);
        try {
            if (reply.hangs()) {
                closing.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reply.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(reply.status(), -1);
        exchange.close();
    }
}
