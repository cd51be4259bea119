package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bluejay.gateway.it.Shop.assertAmounts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an invoice as money comes, goes, or does not come. */
@ExtendWith(SharedGateway.class)
class InvoiceStatesIT {

    private final Shop shop;

    InvoiceStatesIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void is_created_pending_with_all_that_a_shop_needs() {
        JsonNode invoice =
                shop.invoice(
                        Map.of(
                                "currencyAmount",
                                "49.00",
                                "orderId",
                                "order-1024",
                                "metadata",
                                Map.of("cart", List.of(1, 2))));

        assertThat(invoice.path("status").asText()).isEqualTo("pending");
        assertThat(invoice.path("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{20,}");
        String link = invoice.path("link").asText();
        assertThat(link).matches("[0-9A-Za-z]{22,}");
        assertThat(invoice.path("checkoutUrl").asText()).endsWith("/pay/" + link);
        assertThat(invoice.path("publicUrl")).isEqualTo(invoice.path("checkoutUrl"));
        assertThat(invoice.path("walletUrl").asText()).endsWith("/pay/" + link + "/wallet");
        assertThat(invoice.path("metadata").toString()).isEqualTo("{\"cart\":[1,2]}");
        assertAmounts(invoice, "0.00", "0.00", "49.00");
        assertThat(shop.read(link)).isEqualTo(shop.read(invoice.path("id").asText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void is_paid_once_whatever_becomes_of_the_callbacks(String callbacks) {
        String id = created("10.00");

        shop.simulate(id, "paid", callbacks);

        assertAmounts(shop.await(id, "paid"), "10.00", "0.00", "0.00");
        assertThat(shop.read(id).path("exceptions")).isEmpty();
        assertThat(payments(id)).hasSize(1);
        assertThat(shop.history(id)).filteredOn("invoice.paid"::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void is_processing_while_money_is_only_seen(String callbacks) {
        String id = created("10.00");

        shop.simulate(id, "detected", callbacks);
        assertAmounts(shop.await(id, "processing"), "0.00", "10.00", "10.00");

        shop.simulate(id, "paid", callbacks);
        assertAmounts(shop.await(id, "paid"), "10.00", "0.00", "0.00");
        assertThat(payments(id)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void is_pending_again_when_the_network_drops_what_was_seen(String callbacks) {
        String id = created("10.00");
        shop.simulate(id, "detected");
        shop.await(id, "processing");

        shop.simulate(id, "dropped", callbacks);

        assertAmounts(shop.await(id, "pending"), "0.00", "0.00", "10.00");
        assertThat(shop.history(id)).contains("invoice.reopened");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void is_underpaid_and_topped_up(String callbacks) {
        String id = created("10.00");

        shop.simulate(id, "underpaid", callbacks);
        JsonNode short_ = shop.awaitException(id, "underpaid");
        assertThat(short_.path("status").asText()).isEqualTo("pending");
        assertAmounts(short_, "5.00", "0.00", "5.00");

        shop.simulate(id, "paid", callbacks);
        JsonNode paid = shop.await(id, "paid");
        assertAmounts(paid, "10.00", "0.00", "0.00");
        assertThat(paid.path("exceptions")).isEmpty();
        assertThat(shop.history(id)).containsSubsequence("invoice.underpaid", "invoice.paid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void is_paid_and_says_so_when_too_much_came(String callbacks) {
        String id = created("10.00");

        shop.simulate(id, "overpaid", callbacks);

        JsonNode paid = shop.await(id, "paid");
        assertAmounts(paid, "15.00", "0.00", "0.00");
        assertThat(Shop.exceptions(paid)).containsExactly("overpaid");
        assertThat(shop.history(id)).contains("invoice.paid", "invoice.overpaid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void is_overpaid_when_the_payer_pays_twice(String callbacks) {
        String id = created("10.00");

        shop.simulate(id, "duplicate", callbacks);

        assertAmounts(shop.awaitException(id, "overpaid"), "20.00", "0.00", "0.00");
        assertThat(payments(id)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void can_be_tried_again_after_the_payer_said_no(String callbacks) {
        String id = created("10.00");

        shop.simulate(id, "failed", callbacks);

        Await.value("attempt to have failed", () -> attemptStates(id), List.of("failed")::equals);
        assertThat(shop.read(id).path("status").asText()).isEqualTo("pending");
        shop.api()
                .post("/invoices/" + id + "/attempts", Map.of("method", "sandbox-code"))
                .expect(201);
        shop.simulate(id, "paid");
        shop.await(id, "paid");
        assertThat(attemptStates(id)).startsWith("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "lost", "duplicated", "delayed"})
    void is_paid_late_after_it_expired(String callbacks) {
        String id = created("10.00");
        attempt(id, "sandbox-code");
        shop.advance("PT31M");
        shop.await(id, "expired");

        shop.simulate(id, "late", callbacks);

        if (callbacks.equals("lost")) {
            shop.advance("PT20M");
        }
        JsonNode paid = shop.await(id, "paid");
        assertThat(Shop.exceptions(paid)).containsExactly("late");
        assertThat(shop.history(id)).containsSubsequence("invoice.expired", "invoice.paid");
    }

    @Test
    void expires_when_its_time_is_over() {
        String id = created("10.00");
        shop.advance("PT29M");
        assertThat(shop.read(id).path("status").asText()).isEqualTo("pending");

        shop.advance("PT2M");

        shop.await(id, "expired");
        assertThat(shop.history(id)).containsExactly("invoice.created", "invoice.expired");
    }

    @Test
    void does_not_expire_while_money_is_on_its_way() {
        String id = created("10.00");
        shop.simulate(id, "detected");
        shop.await(id, "processing");
        String witness = created("1.00");

        shop.advance("PT2H");

        shop.await(witness, "expired");
        assertThat(shop.read(id).path("status").asText()).isEqualTo("processing");
        shop.simulate(id, "paid");
        shop.await(id, "paid");
    }

    @Test
    void expires_when_late_money_is_dropped() {
        String id = created("10.00");
        attempt(id, "sandbox-code");
        shop.advance("PT31M");
        shop.await(id, "expired");
        shop.simulate(id, "detected");
        shop.await(id, "processing");

        shop.simulate(id, "dropped");

        shop.await(id, "expired");
    }

    @Test
    void goes_back_when_settled_money_is_taken_back() {
        String id = created("10.00");
        shop.simulate(id, "paid");
        shop.await(id, "paid");

        shop.simulate(id, "dropped");

        JsonNode pending = shop.await(id, "pending");
        assertAmounts(pending, "0.00", "0.00", "10.00");
        assertThat(Shop.exceptions(pending)).contains("reversed");
        assertThat(shop.history(id)).contains("payment.reversed", "invoice.reopened");
    }

    @Test
    void is_cancelled_and_then_takes_no_new_attempt() {
        String id = created("10.00");

        Reply cancelled = shop.api().post("/invoices/" + id + "/cancel").expect(200);

        assertThat(cancelled.text("status")).isEqualTo("cancelled");
        Reply refused =
                shop.api().post("/invoices/" + id + "/attempts", Map.of("method", "sandbox-code"));
        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(shop.history(id)).containsExactly("invoice.created", "invoice.cancelled");
    }

    @Test
    void is_not_cancelled_while_a_payer_may_be_paying_unless_forced() {
        String id = created("10.00");
        attempt(id, "sandbox-approval");

        shop.api().post("/invoices/" + id + "/cancel", Map.of()).expect(409, "attempt-in-flight");
        assertThat(shop.read(id).path("status").asText()).isEqualTo("pending");

        shop.api().post("/invoices/" + id + "/cancel", Map.of("force", true)).expect(200);
        shop.await(id, "cancelled");
    }

    @Test
    void stays_cancelled_and_marks_money_that_comes_after() {
        String id = created("10.00");
        attempt(id, "sandbox-code");
        shop.api().post("/invoices/" + id + "/cancel", Map.of("force", true)).expect(200);

        shop.simulate(id, "paid");

        JsonNode late = shop.awaitException(id, "late");
        assertThat(late.path("status").asText()).isEqualTo("cancelled");
        assertThat(late.path("amountPaid").asText()).isEqualTo("10.00");
        assertThat(shop.history(id)).contains("payment.received");
    }

    @Test
    void is_paid_by_several_attempts_together() {
        String id = created("10.00");
        attempt(id, "sandbox-code");
        shop.simulate(id, "underpaid");
        shop.awaitException(id, "underpaid");

        Reply second = attempt(id, "sandbox-approval");

        assertThat(second.text("amount")).isEqualTo("5.00");
        shop.simulate(id, "paid");
        assertAmounts(shop.await(id, "paid"), "10.00", "0.00", "0.00");
        assertThat(payments(id)).hasSize(2);
        assertThat(payments(id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox-code", "sandbox-approval", "sandbox-redirect"})
    void is_paid_by_every_kind_of_method(String method) {
        String id = created("10.00");

        Reply attempt = attempt(id, method);

        assertThat(attempt.text("state")).isEqualTo("open");
        assertThat(attempt.data().path("instruction").path("type").asText())
                .isEqualTo(
                        Map.of(
                                        "sandbox-code", "show-code",
                                        "sandbox-approval", "await-approval",
                                        "sandbox-redirect", "redirect")
                                .get(method));
        shop.simulate(id, "paid");
        shop.await(id, "paid");
    }

    @Test
    void offers_only_what_the_shop_accepts_for_it() {
        String id =
                shop.invoice(Map.of("acceptedMethods", List.of("sandbox-redirect")))
                        .path("id")
                        .asText();

        Reply refused =
                shop.api()
                        .post("/invoices/" + id + "/attempts", Map.of("method", "sandbox-code"))
                        .expect(422, "invalid-request");

        assertThat(refused.blamed()).containsExactly("method");
        attempt(id, "sandbox-redirect");
    }

    @Test
    void is_found_by_what_a_shop_knows_of_it() {
        String order = "order-" + System.nanoTime();
        JsonNode invoice = shop.invoice(Map.of("orderId", order));
        String id = invoice.path("id").asText();
        shop.invoice("3.00");
        shop.simulate(id, "paid");
        shop.await(id, "paid");
        String money =
                shop.api()
                        .get("/invoices/" + id + "/payments")
                        .data()
                        .path(0)
                        .path("networkId")
                        .asText();

        for (String filter :
                List.of(
                        "orderId=" + order,
                        "status=paid",
                        "q=" + order.substring(0, order.length() - 2),
                        "q=" + id,
                        "q=" + invoice.path("link").asText(),
                        "q=" + money)) {
            assertThat(shop.api().get("/invoices/?" + filter).expect(200).texts("id"))
                    .as(filter)
                    .containsExactly(id);
        }
        String before = invoice.path("createdAt").asText();
        assertThat(shop.api().get("/invoices/?createdAfter=" + before).texts("id")).hasSize(2);
        assertThat(shop.api().get("/invoices/?createdBefore=" + before).texts("id")).isEmpty();
    }

    @Test
    void is_listed_newest_first_page_by_page() {
        List<String> made =
                List.of("1.00", "2.00", "3.00", "4.00", "5.00").stream()
                        .map(this::created)
                        .toList();

        Reply first = shop.api().get("/invoices/?limit=2").expect(200);
        Reply second = shop.api().get("/invoices/?limit=2&cursor=" + next(first)).expect(200);
        Reply third = shop.api().get("/invoices/?limit=2&cursor=" + next(second)).expect(200);

        assertThat(first.texts("id")).containsExactly(made.get(4), made.get(3));
        assertThat(second.texts("id")).containsExactly(made.get(2), made.get(1));
        assertThat(third.texts("id")).containsExactly(made.get(0));
        assertThat(third.json().path("page").path("hasMore").asBoolean()).isFalse();
        assertThat(third.json().path("page").has("next")).isFalse();
    }

    private static String next(Reply page) {
        assertThat(page.json().path("page").path("hasMore").asBoolean()).isTrue();
        return page.json().path("page").path("next").asText();
    }

    private String created(String amount) {
        return shop.invoice(amount).path("id").asText();
    }

    private Reply attempt(String invoice, String method) {
        Map<String, Object> wish =
                method.equals("sandbox-approval")
                        ? Map.of("method", method, "input", Map.of("phone", "0712345678"))
                        : Map.of("method", method);
        return shop.api().post("/invoices/" + invoice + "/attempts", wish).expect(201);
    }

    private List<String> payments(String invoice) {
        return shop.api().get("/invoices/" + invoice + "/payments").expect(200).texts("id");
    }

    private List<String> attemptStates(String invoice) {
        return shop.api().get("/invoices/" + invoice + "/attempts").expect(200).texts("state");
    }
}
