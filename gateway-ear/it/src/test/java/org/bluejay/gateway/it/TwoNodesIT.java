package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.bluejay.gateway.it.Receiver.Delivery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways that start at once on one empty PostgreSQL, and are one to the outside. */
@ExtendWith(SharedGateway.class)
class TwoNodesIT {

    private static Gateway one;
    private static Gateway other;

    @BeforeAll
    static void start(Gateway shared) throws Exception {
        shared.database().create("twins");
        Path key = shared.data().resolve("twins.key");
        Files.writeString(key, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=");
        one = node("one", shared, key);
        other = node("other", shared, key);
        CompletableFuture<Gateway> first = CompletableFuture.supplyAsync(one::start);
        other.start();
        first.join();
    }

    private static Gateway node(String name, Gateway shared, Path key) {
        return Gateway.fresh(name)
                .with("bluejay.db.url", shared.database().url("twins"))
                .with("bluejay.db.password-file", shared.database().passwordFile().toString())
                .with("bluejay.secret-key-file", key.toString());
    }

    @AfterAll
    static void stop() {
        one.stop();
        other.stop();
    }

    @Test
    void made_one_demo_shop_together() {
        assertThat(one.demo().get("BLUEJAY_SHOP_ID"))
                .isEqualTo(other.demo().get("BLUEJAY_SHOP_ID"));
        assertThat(one.demo().get("BLUEJAY_WEBHOOK_SECRET"))
                .isEqualTo(other.demo().get("BLUEJAY_WEBHOOK_SECRET"));
    }

    @Test
    void what_one_makes_the_other_knows() {
        Shop shop = one.newShop();
        Api there = shop.api().at(other.url());
        String id = shop.invoice("10.00").path("id").asText();

        there.get("/invoices/" + id).expect(200);
        there.post("/sandbox/invoices/" + id + "/simulate", Map.of("scenario", "paid")).expect(200);

        shop.await(id, "paid");
    }

    @Test
    void a_key_revoked_on_one_is_refused_on_the_other_at_once() {
        Shop shop = one.newShop();
        Api there = shop.api().at(other.url());
        Reply key =
                shop.api()
                        .post("/api-keys/", Map.of("name", "k", "scopes", List.of("*")))
                        .expect(201);
        Api used = Api.of(other.url(), key.text("key"));
        for (int i = 0; i < 20; i++) {
            used.get("/invoices/").expect(200);
        }

        shop.api().delete("/api-keys/" + key.text("id")).expect(200);

        used.get("/invoices/").expect(401);
        there.get("/invoices/").expect(200);
    }

    @Test
    void one_idempotency_key_is_one_request_on_both() {
        Shop shop = one.newShop();
        String key = UUID.randomUUID().toString();
        Map<String, Object> order = shop.order(Map.of());

        List<CompletableFuture<Reply>> both =
                List.of(shop.api().under(key), shop.api().at(other.url()).under(key)).stream()
                        .map(
                                api ->
                                        CompletableFuture.supplyAsync(
                                                () -> api.post("/invoices/", order)))
                        .toList();

        List<Reply> replies = both.stream().map(CompletableFuture::join).toList();
        assertThat(replies).extracting(Reply::status).containsOnly(201);
        assertThat(replies.get(0).text("id")).isEqualTo(replies.get(1).text("id"));
        assertThat(shop.api().get("/invoices/").texts("id")).hasSize(1);
    }

    @Test
    void each_event_is_delivered_once_whoever_delivers_it() {
        Shop shop = one.newShop();
        Shop there = new Shop(shop.id(), shop.secret(), shop.key(), shop.api().at(other.url()));
        try (Receiver receiver = new Receiver()) {
            shop.api()
                    .post(
                            "/webhook-endpoints/",
                            Map.of("url", receiver.url(), "types", List.of("invoice.paid")))
                    .expect(201);
            for (int i = 0; i < 10; i++) {
                Shop node = i % 2 == 0 ? shop : there;
                String id = node.invoice("1.00").path("id").asText();
                node.simulate(id, "paid");
                node.await(id, "paid");
            }

            receiver.awaitCount(10);

            assertThat(receiver.all()).extracting(Delivery::object).doesNotHaveDuplicates();
        }
    }

    @Test
    void when_one_dies_the_other_goes_on() {
        Shop shop = other.newShop();
        String id = shop.invoice("1.00").path("id").asText();

        one.kill();

        shop.simulate(id, "paid");
        shop.await(id, "paid");
        one.start();
        shop.api().at(one.url()).get("/invoices/" + id).expect(200);
    }
}
