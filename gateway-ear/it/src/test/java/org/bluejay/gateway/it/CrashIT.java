package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bluejay.gateway.it.Receiver.Delivery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Killed without warning, it loses nothing that it has answered, and comes back by itself. */
class CrashIT {

    /** Enough to be in the middle of things. */
    private static final int SOME = 40;

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.fresh("crash").start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void survives_the_death_of_the_gateway() throws Exception {
        survives(
                () -> {
                    gateway.kill();
                    gateway.start();
                });
    }

    @Test
    void survives_the_death_of_the_database() throws Exception {
        Process before = gateway.process();

        survives(() -> gateway.database().kill());

        assertThat(gateway.process()).isSameAs(before);
        assertThat(before.isAlive()).isTrue();
    }

    @Test
    void survives_the_death_of_both() throws Exception {
        survives(
                () -> {
                    gateway.process().destroyForcibly();
                    gateway.database().kill();
                    gateway.awaitEnd();
                    gateway.start();
                });
    }

    @Test
    void a_payment_is_credited_although_the_gateway_died_on_the_news() {
        Shop shop = gateway.newShop();
        String id = shop.invoice("10.00").path("id").asText();
        shop.simulate(id, "paid", "delayed");

        gateway.kill();
        gateway.start();

        Shop.assertAmounts(shop.await(id, "paid"), "10.00", "0.00", "0.00");
        assertThat(shop.api().get("/invoices/" + id + "/payments").texts("id")).hasSize(1);
    }

    private static void survives(Runnable disaster) throws Exception {
        Shop shop = gateway.newShop();
        try (Receiver receiver = new Receiver();
                Load load = new Load(shop, Map.of("webhookUrl", receiver.url()))) {
            load.awaitAnswers(SOME);
            disaster.run();
            load.awaitAnswers(SOME);
            load.stop();

            load.assertNothingIsLostOrDoubled();
            assertHeardOfAll(receiver, load);
        }
    }

    /** At least once each, and nothing is left undone. */
    private static void assertHeardOfAll(Receiver receiver, Load load) {
        Set<String> made = new TreeSet<>(load.answered().values());
        Await.value(
                "news of every invoice",
                () -> {
                    Set<String> missing = new TreeSet<>(made);
                    missing.removeAll(
                            receiver.all().stream()
                                    .map(Delivery::object)
                                    .collect(Collectors.toSet()));
                    return missing;
                },
                Set::isEmpty);
    }
}
