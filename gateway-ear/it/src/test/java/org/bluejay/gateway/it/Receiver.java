package org.bluejay.gateway.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A shop's own server that gets webhooks: keeps what it got, answers as told. */
final class Receiver implements AutoCloseable {

    /** More than any test should cause. */
    private static final int MOST = 50_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final Queue<Delivery> deliveries = new ArrayBlockingQueue<>(MOST);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<Delivery, Answer> answers = delivery -> Answer.status(204);

    /**
     * What came.
     *
     * @param headers names in lower case
     */
    record Delivery(String path, Map<String, String> headers, String body, long atNanos) {

        JsonNode event() {
            return Reply.parse(body);
        }

        String type() {
            return event().path("type").asText();
        }

        String id() {
            return header("webhook-id");
        }

        /** The id of the object it is about. */
        String object() {
            return event().path("object").path("id").asText();
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** What to answer. */
    record Answer(int status, Map<String, String> headers, String body) {

        static Answer status(int status) {
            return new Answer(status, Map.of(), "");
        }
    }

    Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Delivery delivery =
                    new Delivery(
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders().entrySet().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    header ->
                                                            header.getKey()
                                                                    .toLowerCase(Locale.ROOT),
                                                    header -> String.join(",", header.getValue()))),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8),
                            System.nanoTime());
            deliveries.offer(delivery);
            Answer answer = answers.apply(delivery);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Answers everything with this status from now on. */
    void answer(int status) {
        answers = delivery -> Answer.status(status);
    }

    void answer(Function<Delivery, Answer> how) {
        answers = how;
    }

    /** Keeps whoever calls waiting, until it is closed. */
    void hang() {
        answers =
                delivery -> {
                    try {
                        closed.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Answer.status(500);
                };
    }

    String url() {
        return url("/hook");
    }

    String url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path).toString();
    }

    List<Delivery> all() {
        return List.copyOf(deliveries);
    }

    List<Delivery> about(String object) {
        return deliveries.stream().filter(delivery -> delivery.object().equals(object)).toList();
    }

    List<String> types() {
        return deliveries.stream().map(Delivery::type).toList();
    }

    /** The first delivery of this type, once it is there. */
    Delivery await(String type) {
        return await(type, delivery -> delivery.type().equals(type));
    }

    Delivery await(String what, Predicate<Delivery> wanted) {
        Await.value(
                "delivery of " + what, this::types, types -> deliveries.stream().anyMatch(wanted));
        return deliveries.stream().filter(wanted).findFirst().orElseThrow();
    }

    void awaitCount(int count) {
        Await.value(count + " deliveries", this::types, types -> types.size() >= count);
    }

    void forget() {
        deliveries.clear();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
