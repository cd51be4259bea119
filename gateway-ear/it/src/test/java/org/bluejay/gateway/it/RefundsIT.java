package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money that goes back, through the packaged server and the sandbox network. */
@ExtendWith(SharedGateway.class)
class RefundsIT {

    private final Shop shop;

    RefundsIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void a_part_goes_back_and_everybody_hears_of_it() {
        String invoice = paid("10.00");

        Reply made = refund(invoice, Map.of("amount", "4.00")).expect(201);
        assertThat(made.text("status")).isEqualTo("created");
        assertThat(made.header("Location").orElseThrow()).endsWith("/refunds/" + made.text("id"));

        JsonNode done = await(made.text("id"), "completed");
        assertThat(done.path("networkRefundId").asText()).isNotEmpty();
        JsonNode after = shop.read(invoice);
        assertThat(after.path("amountRefunded").asText()).isEqualTo("4.00");
        assertThat(after.path("status").asText()).isEqualTo("paid");
        assertThat(shop.history(invoice))
                .endsWith("refund.created", "refund.completed", "invoice.refunded");
        assertThat(shop.api().get("/invoices/" + invoice + "/refunds").texts("id"))
                .containsExactly(made.text("id"));
        assertThat(shop.api().get("/refunds/?status=completed&invoiceId=" + invoice).texts("id"))
                .containsExactly(made.text("id"));
        assertThat(shop.api().get("/ledger/?invoiceId=" + invoice).texts("kind"))
                .containsExactly("refund-completed", "refund-created", "payment-settled");
    }

    @Test
    void a_request_that_cannot_be_done_names_its_field() {
        String invoice = paid("10.00");

        for (String amount : new String[] {"10.01", "0.00", "1.001", "ten"}) {
            Reply reply = refund(invoice, Map.of("amount", amount));
            assertThat(reply.expect(422, "invalid-request").blamed()).containsExactly("amount");
        }
        assertThat(refund(invoice, Map.of("paymentId", "nonsense")).blamed())
                .containsExactly("paymentId");
        String unpaid = shop.invoice("10.00").path("id").asText();
        refund(unpaid, Map.of()).expect(409, "nothing-to-refund");
    }

    @Test
    void the_same_key_twice_is_one_refund() {
        String invoice = paid("10.00");
        String path = "/invoices/" + invoice + "/refunds";
        Api once = shop.api().under("refund-" + invoice);

        Reply first = once.post(path, Map.of("amount", "4.00")).expect(201);
        Reply again = once.post(path, Map.of("amount", "4.00")).expect(201);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(shop.api().get(path).texts("id")).containsExactly(first.text("id"));
    }

    @Test
    void money_that_the_network_declines_to_give_back_is_there_again() {
        String invoice = paid("10.00");
        String declined = refund(invoice, Map.of("destination", "decline")).expect(201).text("id");
        assertThat(await(declined, "failed").path("reason").asText()).startsWith("destination");

        String slow = refund(invoice, Map.of("destination", "later")).expect(201).text("id");
        await(slow, "processing");
        shop.api().post("/refunds/" + slow + "/cancel").expect(409, "refund-under-way");
        shop.advance("PT10S");
        await(slow, "completed");
    }

    @Test
    void the_scenario_refunded_gives_back_all_that_came() {
        String invoice = paid("10.00");
        shop.simulate(invoice, "duplicate");
        Await.value(
                "both payments",
                () -> shop.read(invoice),
                found -> found.path("amountPaid").asText().equals("20.00"));

        shop.simulate(invoice, "refunded");

        Await.value(
                "all to be given back",
                () -> shop.read(invoice),
                found -> found.path("amountRefunded").asText().equals("20.00"));
        assertThat(shop.history(invoice)).filteredOn("invoice.refunded"::equals).hasSize(2);
    }

    private String paid(String amount) {
        String invoice = shop.invoice(amount).path("id").asText();
        shop.simulate(invoice, "paid");
        shop.await(invoice, "paid");
        return invoice;
    }

    private Reply refund(String invoice, Map<String, ?> request) {
        return shop.api().post("/invoices/" + invoice + "/refunds", request);
    }

    private JsonNode await(String refund, String status) {
        return Await.value(
                "refund to be " + status,
                () -> shop.api().get("/refunds/" + refund).expect(200).data(),
                found -> found.path("status").asText().equals(status));
    }
}
