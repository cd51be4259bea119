package org.bluejay.gateway.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.bluejay.gateway.it.Reply;

/**
 * Shops that go on ordering while the gateway dies under them, and remember exactly what they were
 * told. Half of them repeat a request that went unanswered until they know; the other half forget.
 */
final class Customers {

    private static final int CUSTOMERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration DISAPPOINTED = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    private final Site site;
    private final List<Thread> threads = new ArrayList<>();

    /** Invoice by key, as answered. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();

    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> troubles = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;
    private volatile long lastAnswer;

    Customers(Site site) {
        this.site = site;
    }

    void start() {
        for (int i = 0; i < CUSTOMERS; i++) {
            boolean patient = i % 2 == 0;
            Thread thread = new Thread(() -> order(patient), "customer-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Ends the orders; comes back when nobody waits any more. */
    void stop() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void order(boolean patient) {
        while (!closing) {
            String key = UUID.randomUUID().toString();
            if (!tried(key)) {
                unanswered.add(key);
                while (patient && !closing && unanswered.contains(key)) {
                    LockSupport.parkNanos(
                            ThreadLocalRandom.current().nextLong(10 * PAUSE.toNanos()));
                    retry(key);
                }
                LockSupport.parkNanos(patient ? 0 : DISAPPOINTED.toNanos());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Repeats a request that went unanswered, under its key. */
    boolean retry(String key) {
        boolean done = tried(key);
        if (done) {
            unanswered.remove(key);
        }
        return done;
    }

    private boolean tried(String key) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + site.gateway().port()
                                                + "/api/v1/invoices/"))
                        .timeout(PATIENCE)
                        .header("X-API-Key", site.shop().key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(site.order(key)))
                        .build();
        try {
            return understood(key, client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            trouble(e.getClass().getSimpleName());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean understood(String key, HttpResponse<String> answer) {
        if (answer.statusCode() == 201) {
            String id = Reply.parse(answer.body()).path("data").path("id").asText();
            String before = answered.putIfAbsent(key, id);
            if (before != null && !before.equals(id)) {
                wrong.add("key " + key + " gave invoice " + before + " and invoice " + id);
            }
            lastAnswer = System.nanoTime();
            return true;
        }
        trouble(String.valueOf(answer.statusCode()));
        if (answer.statusCode() < 500 && answer.statusCode() != 409) {
            wrong.add("key " + key + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return false;
    }

    private void trouble(String kind) {
        troubles.merge(kind, 1, Integer::sum);
    }

    /** When somebody was last told of a new invoice. */
    long lastAnswer() {
        return lastAnswer;
    }

    Map<String, String> answered() {
        return answered;
    }

    Set<String> unanswered() {
        return unanswered;
    }

    /** How often which failure was met. */
    Map<String, Integer> troubles() {
        return new TreeMap<>(troubles);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }
}
