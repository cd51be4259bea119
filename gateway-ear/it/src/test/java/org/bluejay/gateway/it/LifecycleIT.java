package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Starting and stopping. */
class LifecycleIT {

    @Test
    void finishes_what_is_in_flight_and_stops_its_database_when_told_to_stop() throws Exception {
        try (Gateway gateway = Gateway.fresh("stop").start()) {
            Shop shop = gateway.demoShop();
            String invoice = shop.invoice("10.00").path("id").asText();
            ProcessHandle database = gateway.database().process();
            CompletableFuture<Reply> inFlight;
            try (Connection connection = gateway.database().connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("select * from invoice where id = '" + invoice + "' for update");
                inFlight =
                        CompletableFuture.supplyAsync(
                                () ->
                                        shop.api()
                                                .post(
                                                        "/invoices/" + invoice + "/cancel",
                                                        Map.of()));
                awaitSomebodyWaiting(gateway);
                gateway.process().destroy();
                Await.until("no more to be ready", () -> !ready(gateway));
                connection.rollback();
            }

            assertThat(inFlight.get(30, TimeUnit.SECONDS).expect(200).text("status"))
                    .isEqualTo("cancelled");
            assertThat(gateway.awaitEnd()).isIn(0, 143);
            Await.until("database to be stopped", () -> !database.isAlive());
            assertThat(gateway.database().isRunning()).isFalse();
            gateway.start();
            assertThat(shop.read(invoice).path("status").asText()).isEqualTo("cancelled");
        }
    }

    @Test
    void whoever_comes_while_it_stops_is_answered_or_told_to_come_again() throws Exception {
        try (Gateway gateway = Gateway.fresh("late").start();
                Load load = new Load(gateway.demoShop(), Map.of())) {
            load.awaitAnswers(40);
            gateway.process().destroy();
            assertThat(gateway.awaitEnd()).isIn(0, 143);
            load.stop();

            // Once the application is gone, the server itself turns away, with an empty 503 or 500.
            assertThat(load.turnedAway().stream().filter(LifecycleIT::isOfTheApplication))
                    .allSatisfy(
                            reply -> {
                                assertThat(reply.status()).as("%s", reply).isEqualTo(503);
                                assertThat(reply.header("Retry-After")).isPresent();
                            });
            gateway.start();
            load.assertNothingIsLostOrDoubled();
        }
    }

    private static boolean isOfTheApplication(Reply reply) {
        return reply.header("Content-Type").orElse("").startsWith("application/problem+json");
    }

    private static void awaitSomebodyWaiting(Gateway gateway) throws Exception {
        try (Connection connection = gateway.database().connect();
                Statement statement = connection.createStatement()) {
            Await.until(
                    "somebody to wait for the lock",
                    () -> {
                        try (var rows =
                                statement.executeQuery(
                                        "select 1 from pg_locks where not granted")) {
                            return rows.next();
                        }
                    });
        }
    }

    private static boolean ready(Gateway gateway) {
        try {
            return gateway.anonymous().get("//health/ready").status() == 200;
        } catch (java.io.UncheckedIOException nobodyThere) {
            return false;
        }
    }

    @Test
    void ends_well_once_it_is_ready_where_that_is_all_that_is_asked() throws Exception {
        Gateway gateway = Gateway.fresh("until-ready").with("--until-ready");
        Process process = gateway.launch();

        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(gateway.readLog()).contains("Bluejay is ready at ");
    }

    @Test
    void says_when_its_port_is_taken_and_ends() throws Exception {
        Gateway gateway = Gateway.fresh("busy");
        try (ServerSocket taken =
                new ServerSocket(gateway.port(), 1, InetAddress.getLoopbackAddress())) {
            Process process = gateway.launch();

            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(gateway.readLog())
                    .contains("Port " + taken.getLocalPort())
                    .contains("taken")
                    .contains("--port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void says_when_its_database_is_not_there_and_ends() throws Exception {
        Gateway gateway =
                Gateway.fresh("nowhere")
                        .with("bluejay.db.url", "jdbc:postgresql://127.0.0.1:1/bluejay")
                        .with("bluejay.secret-key", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=");
        Process process = gateway.launch();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(gateway.readLog()).contains("127.0.0.1:1/bluejay");
    }

    @Test
    void makes_no_demo_where_none_is_wanted_and_lets_nobody_guess_keys() {
        try (Gateway gateway = Gateway.fresh("bare").with("--no-demo").start()) {
            assertThat(gateway.data().resolve("demo.env")).doesNotExist();
            assertThat(Files.exists(gateway.data().resolve("secret.key"))).isTrue();
            assertStopsGuessers(gateway);
        }
    }

    /** Long before the limit of those who have a key. */
    private static void assertStopsGuessers(Gateway gateway) {
        Api guessing = Api.of(gateway.url(), "bjk_sandbox_guessed");
        List<Reply> replies = Stream.generate(() -> guessing.get("/invoices/")).limit(80).toList();
        assertThat(replies).extracting(Reply::status).containsOnly(401, 429);
    }
}
