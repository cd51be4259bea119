package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A request that is sent again happens once. */
@ExtendWith(SharedGateway.class)
class IdempotencyIT {

    private static final int CROWD = 1_000;
    private static final int AT_ONCE = 100;

    private final Shop shop;
    private final String key = UUID.randomUUID().toString();

    IdempotencyIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void a_thousand_at_once_make_one_invoice() throws Exception {
        String body = Reply.write(shop.order(Map.of()));
        Callable<Reply> request = () -> shop.api().under(key).post("/invoices/", body);

        List<Reply> replies = crowd(request);

        assertThat(replies).extracting(Reply::status).isSubsetOf(201, 409);
        List<Reply> made = replies.stream().filter(reply -> reply.status() == 201).toList();
        assertThat(made).isNotEmpty();
        assertThat(made.stream().map(Reply::body).collect(Collectors.toSet())).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 409)
                .allMatch(reply -> reply.header("Retry-After").isPresent());
        assertThat(made)
                .filteredOn(reply -> reply.header("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(shop.api().get("/invoices/").texts("id"))
                .containsExactly(made.get(0).text("id"));
    }

    private static List<Reply> crowd(Callable<Reply> request) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Reply>> futures =
                    threads.invokeAll(
                            IntStream.range(0, CROWD).mapToObj(number -> request).toList());
            List<Reply> replies = new java.util.ArrayList<>();
            for (Future<Reply> future : futures) {
                replies.add(future.get());
            }
            return replies;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_repeat_gets_the_first_answer_byte_for_byte() {
        Map<String, Object> order = shop.order(Map.of("orderId", "a"));
        Reply first = shop.api().under(key).post("/invoices/", order).expect(201);

        Reply again = shop.api().under(key).post("/invoices/", order).expect(201);

        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("X-Request-Id"))
                .isPresent()
                .isNotEqualTo(first.header("X-Request-Id"));
        assertThat(again.json().path("requestId").asText())
                .isEqualTo(first.header("X-Request-Id").orElseThrow());
    }

    @Test
    void a_repeat_is_known_by_what_it_says_and_not_by_its_spelling() {
        String body =
                "{\"currencyAmount\":\"7.00\",\"currencySymbol\":\"USD\",\"shopId\":\"%s\"}"
                        .formatted(shop.id());
        String respelled =
                "{ \"shopId\" : \"%s\",\n \"currencySymbol\":\"U\\u0053D\", \"currencyAmount\":\"7.00\" }"
                        .formatted(shop.id());
        Reply first = shop.api().under(key).post("/invoices/", body).expect(201);

        assertThat(shop.api().under(key).post("/invoices", respelled).expect(201).body())
                .isEqualTo(first.body());
    }

    @Test
    void the_same_key_with_another_body_or_path_is_refused() {
        Reply first = shop.api().under(key).post("/invoices/", shop.order(Map.of())).expect(201);

        shop.api()
                .under(key)
                .post("/invoices/", shop.order(Map.of("currencyAmount", "11.00")))
                .expect(422, "idempotency-key-reused");
        shop.api()
                .under(key)
                .post("/invoices/" + first.text("id") + "/cancel", Map.of())
                .expect(422, "idempotency-key-reused");
        assertThat(shop.read(first.text("id")).path("status").asText()).isEqualTo("pending");
    }

    @Test
    void tells_what_became_of_a_lost_request() {
        Reply first = shop.api().under(key).post("/invoices/", shop.order(Map.of())).expect(201);

        Reply known = shop.api().get("/idempotency/?key=" + key).expect(200);

        assertThat(known.text("resourceId")).isEqualTo(first.text("id"));
        assertThat(known.data().path("status").asInt()).isEqualTo(201);
        shop.api().get("/idempotency/?key=" + UUID.randomUUID()).expect(404);
    }

    @Test
    void a_refused_request_may_be_mended_under_the_same_key() {
        shop.api()
                .under(key)
                .post("/invoices/", shop.order(Map.of("currencySymbol", "NOPE")))
                .expect(422);

        shop.api().under(key).post("/invoices/", shop.order(Map.of())).expect(201);
    }

    @Test
    void keys_of_other_shops_are_other_keys(Gateway gateway) {
        Shop other = gateway.newShop();
        String mine = shop.api().under(key).post("/invoices/", shop.order(Map.of())).text("id");

        String theirs =
                other.api()
                        .under(key)
                        .post("/invoices/", other.order(Map.of()))
                        .expect(201)
                        .text("id");

        assertThat(theirs).isNotEqualTo(mine);
        assertThat(other.api().get("/idempotency/?key=" + key).text("resourceId"))
                .isEqualTo(theirs);
    }

    @Test
    void works_for_every_post() {
        String id = shop.invoice("10.00").path("id").asText();
        Map<String, Object> posts =
                Map.of(
                        "/invoices/" + id + "/attempts",
                        Map.of("method", "sandbox-code"),
                        "/sandbox/invoices/" + id + "/simulate",
                        Map.of("scenario", "underpaid"),
                        "/sandbox/clock/advance",
                        Map.of("by", "PT1S"),
                        "/webhook-endpoints/",
                        Map.of("url", "https://example.com/hook"),
                        "/api-keys/",
                        Map.of("name", "x", "scopes", List.of("invoices:read")));

        posts.forEach(
                (path, body) -> {
                    Api once = shop.api().under(UUID.randomUUID().toString());
                    Reply first = once.post(path, body);
                    assertThat(first.status()).as("%s", first).isIn(200, 201);
                    Reply again = once.post(path, body);
                    assertThat(again.header("Idempotency-Replayed")).as(path).contains("true");
                    assertThat(again.body()).isEqualTo(first.body());
                    assertThat(once.post(path, Map.of("other", "body")).status()).isIn(400, 422);
                });
        assertThat(shop.read(id).path("amountPaid").asText()).isIn("0.00", "5.00");
        assertThat(shop.api().get("/webhook-endpoints/").texts("id")).hasSize(1);
    }

    @Test
    void a_key_that_cannot_be_one_is_refused() {
        Set<String> bad = Set.of("x".repeat(256), " ");

        for (String text : bad) {
            Reply reply = shop.api().under(text).post("/invoices/", shop.order(Map.of()));
            assertThat(reply.status()).as("%s", reply).isIn(400, 422);
        }
        shop.api().under("x".repeat(255)).post("/invoices/", shop.order(Map.of())).expect(201);
    }
}
