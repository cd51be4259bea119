package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A few customers at once, who remember what they were told and what they were not. */
final class Load implements AutoCloseable {

    private static final int CUSTOMERS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Shop shop;
    private final Map<String, Object> fields;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);

    /** Invoice's id by order, of requests that got their answer. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();

    /** Orders whose request got none, or was refused because something was down. */
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();

    private final Queue<Reply> turnedAway = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

    Load(Shop shop, Map<String, Object> fields) {
        this.shop = shop;
        this.fields = fields;
        IntStream.range(0, CUSTOMERS).forEach(this::begin);
    }

    private void begin(int customer) {
        customers.execute(
                () -> {
                    for (int number = 0; going.get(); number++) {
                        order(run + "-" + customer + "-" + number);
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                });
    }

    private void order(String order) {
        try {
            Reply reply = post(order);
            if (reply.status() == 201) {
                answered.put(order, reply.text("id"));
                return;
            }
            if (reply.status() < 500) {
                surprises.add(reply.toString());
            } else {
                turnedAway.add(reply);
            }
            unanswered.add(order);
        } catch (IOException nobodyAnswered) {
            unanswered.add(order);
        }
    }

    private Reply post(String order) throws IOException {
        Map<String, Object> body = shop.order(fields);
        body.put("orderId", order);
        return shop.api()
                .under(order)
                .trySend("POST", "/invoices/", BodyPublishers.ofString(Reply.write(body)));
    }

    /** Waits until so many more requests got their answer. */
    void awaitAnswers(int more) {
        int wanted = answered.size() + more;
        Await.value("answers", () -> answered.size(), size -> size >= wanted);
    }

    Map<String, String> answered() {
        return Map.copyOf(answered);
    }

    /** What was answered with 500 and more. */
    List<Reply> turnedAway() {
        return List.copyOf(turnedAway);
    }

    void stop() {
        going.set(false);
        customers.shutdown();
        try {
            assertThat(customers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was answered is there, once; what was not can be sent again, and is there once then. */
    void assertNothingIsLostOrDoubled() throws IOException {
        assertThat(surprises).isEmpty();
        for (String order : List.copyOf(unanswered)) {
            Reply repeat = post(order);
            assertThat(repeat.status()).as("%s", repeat).isEqualTo(201);
            answered.put(order, repeat.text("id"));
        }
        answered.forEach(
                (order, id) ->
                        assertThat(
                                        shop.api()
                                                .get("/invoices/?orderId=" + order)
                                                .expect(200)
                                                .texts("id"))
                                .as(order)
                                .containsExactly(id));
    }

    @Override
    public void close() {
        going.set(false);
        customers.shutdownNow();
    }
}
