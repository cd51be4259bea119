package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * M-Pesa as {@code ./bluejay run} brings it: the demo shop, and a simulator that stands in for
 * Safaricom and for phones, some of which answer by themselves.
 */
class MpesaIT {

    private static final Duration LOOK_UP = Duration.ofSeconds(2);

    private static Gateway gateway;
    private static Shop shop;

    @BeforeAll
    static void start() {
        gateway = Gateway.fresh("mpesa").start();
        shop = gateway.demoShop();
        Await.until("the demo shop to be connected", () -> networks().contains("mpesa"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void the_demo_shop_is_connected_once_and_stays_so() {
        assertThat(networks()).containsOnlyOnce("mpesa");
        gateway.restart();
        assertThat(networks()).containsOnlyOnce("mpesa");
        shop.await(asked("0700000000"), "paid");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0700000000, pays at once",
        "0700000002, pays and the callback is lost",
        "0700000003, pays and the callback comes twice",
        "0700000004, pays and the callback overtakes the answer",
        "0700000006, pays and questions get no answer for a while",
        "0700000408, pays and the answer to the prompt is lost",
    })
    void an_invoice_is_paid_once_when_the_payer(String phone, String how) {
        String invoice = asked(phone);
        awaitLookUps(invoice, List.of("completed"));
        JsonNode paid = shop.await(invoice, "paid");
        Shop.assertAmounts(paid, "120.00", "0.00", "0.00");
        assertThat(Shop.exceptions(paid)).as(how).isEmpty();
        assertThat(shop.api().get("/invoices/" + invoice + "/payments").expect(200).data())
                .hasSize(1);
    }

    @Test
    void an_invoice_waits_for_another_try_when_the_payer_declines() {
        String invoice = asked("0700001032");
        awaitLookUps(invoice, List.of("failed"));
        assertThat(shop.read(invoice).path("status").asText()).isEqualTo("pending");
        ask(invoice, "0700000000");
        shop.await(invoice, "paid");
        assertThat(states(invoice)).containsExactly("failed", "completed");
    }

    /** An invoice whose payer has a prompt on this phone. */
    private static String asked(String phone) {
        String invoice =
                shop.invoice(Map.of("currencyAmount", "120.00", "currencySymbol", "KES"))
                        .path("id")
                        .asText();
        ask(invoice, phone);
        return invoice;
    }

    private static void ask(String invoice, String phone) {
        shop.api()
                .post(
                        "/invoices/" + invoice + "/attempts",
                        Map.of("method", "mpesa", "input", Map.of("phone", phone)))
                .expect(201);
    }

    /**
     * Until the attempts stand so; meanwhile the shop's clock runs, for one look-up after the
     * other.
     */
    private static void awaitLookUps(String invoice, List<String> states) {
        int most = 20;
        for (int round = 0; round < most && !states(invoice).equals(states); round++) {
            shop.advance("PT10S");
            long looked = System.nanoTime() + LOOK_UP.toNanos();
            Await.until(
                    "a look-up",
                    () -> states(invoice).equals(states) || System.nanoTime() > looked);
        }
        assertThat(states(invoice)).isEqualTo(states);
    }

    private static List<String> states(String invoice) {
        return shop.api().get("/invoices/" + invoice + "/attempts").expect(200).texts("state");
    }

    private static List<String> networks() {
        return shop.api().get("/channels/?shopId=" + shop.id()).expect(200).texts("network");
    }
}
