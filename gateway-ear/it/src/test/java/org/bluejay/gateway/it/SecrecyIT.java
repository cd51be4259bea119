package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is told to the gateway in confidence is written into no log, and payers are shown no one.
 */
@ExtendWith(SharedGateway.class)
class SecrecyIT {

    private final Gateway gateway;
    private final Shop shop;

    SecrecyIT(Gateway gateway, Shop shop) {
        this.gateway = gateway;
        this.shop = shop;
    }

    @Test
    void no_secret_and_no_payer_is_in_a_log() throws IOException {
        List<String> confidential = new ArrayList<>(List.of("whsec_", "0799887766", "799887766"));
        confidential.add(shop.key());
        confidential.add("wanjiru.secret@example.com");
        confidential.add("Wanjiru Njeri");
        String endpointSecret = confide();
        confidential.add(endpointSecret);

        provokeErrors();

        for (Path log : logs()) {
            String text = Files.readString(log);
            for (String secret : confidential) {
                assertThat(text.contains(secret)).as(secret + " in " + log).isFalse();
            }
        }
    }

    private String confide() {
        String secret;
        try (Receiver receiver = new Receiver()) {
            receiver.answer(500);
            secret =
                    shop.api()
                            .post("/webhook-endpoints/", Map.of("url", receiver.url()))
                            .expect(201)
                            .text("secret");
            String id = shop.invoice(customer()).path("id").asText();
            assertThat(shop.read(id).toString()).doesNotContain("799887766", "Wanjiru");
            shop.api()
                    .post(
                            "/invoices/" + id + "/attempts",
                            Map.of(
                                    "method",
                                    "sandbox-approval",
                                    "input",
                                    Map.of("phone", "0799887766")))
                    .expect(201);
            shop.simulate(id, "paid");
            shop.await(id, "paid");
            receiver.await("invoice.created");
            assertThat(receiver.all())
                    .noneMatch(delivery -> delivery.body().contains("799887766"))
                    .noneMatch(delivery -> delivery.body().contains("Wanjiru"));
        }
        return secret;
    }

    private static Map<String, Object> customer() {
        return Map.of(
                "customer",
                Map.of(
                        "name", "Wanjiru Njeri",
                        "email", "wanjiru.secret@example.com",
                        "phone", "0799887766"));
    }

    private void provokeErrors() {
        String wrong = shop.key().substring(0, shop.key().length() - 1) + "!";
        Api.of(gateway.url(), wrong).get("/invoices/").expect(401);
        shop.api().post("/invoices/", "{\"customer\":{\"phone\":\"0799887766\"},").expect(400);
        shop.api()
                .post(
                        "/invoices/",
                        shop.order(Map.of("customer", Map.of("phone", "0799887766", "x", 1))))
                .expect(422);
    }

    private List<Path> logs() throws IOException {
        List<Path> logs = new ArrayList<>(List.of(gateway.log()));
        Path postgres = gateway.data().resolve("postgresql/cluster/log");
        try (Stream<Path> files = Files.list(postgres)) {
            files.forEach(logs::add);
        }
        assertThat(logs).hasSizeGreaterThan(1);
        return logs;
    }
}
