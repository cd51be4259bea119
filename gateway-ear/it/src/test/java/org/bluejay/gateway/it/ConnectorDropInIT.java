package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector that authors copy, dropped into a gateway that runs, and taken out again. */
class ConnectorDropInIT {

    private static final Path ROOT = Path.of(System.getProperty("bluejay.root"));

    @TempDir static Path connectors;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        copy(ROOT.resolve("gateway-ear/dist/target/bluejay/connectors/sandbox"), "sandbox");
        gateway =
                Gateway.fresh("drop-in")
                        .with("bluejay.connectors.dir", connectors.toString())
                        .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void is_there_within_seconds_serves_a_shop_and_goes_without_a_restart() throws IOException {
        Shop shop = gateway.newShop();
        assertThat(installed(shop)).containsExactly("sandbox");

        Path dropped = copy(ROOT.resolve("samples/connector-template/target/connector"), "acmepay");
        Await.until("the connector to be loaded", () -> installed(shop).contains("acmepay"));
        connect(shop);
        String invoice = shop.invoice("10.00").path("id").asText();
        Reply answer =
                shop.api().post("/invoices/" + invoice + "/attempts", Map.of("method", "acmepay"));
        // Its network does not exist, which it says, and that nothing was sent.
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.body()).contains("nothing was sent");

        delete(dropped);
        Await.until("the connector to be gone", () -> !installed(shop).contains("acmepay"));
        shop.simulate(invoice, "paid", "normal");
        shop.await(invoice, "paid");
    }

    private static void connect(Shop shop) {
        shop.api()
                .post(
                        "/channels/",
                        Map.of(
                                "shopId",
                                shop.id(),
                                "network",
                                "acmepay",
                                "name",
                                "Acme",
                                "settings",
                                Map.of("apiKey", "key", "callbackSecret", "secret")))
                .expect(201);
    }

    private static List<String> installed(Shop shop) {
        return shop.api().get("/connectors/").expect(200).texts("id");
    }

    private static Path copy(Path from, String name) throws IOException {
        Path to = Files.createDirectory(connectors.resolve(name));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
