package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sandbox shop of a test's own, so that its clock and its receivers disturb nobody.
 *
 * @param secret signs deliveries to its invoices' {@code webhookUrl}
 * @param api with a key of this shop alone
 */
public record Shop(String id, String secret, String key, Api api) {

    /** An invoice of this amount of dollars. */
    public JsonNode invoice(String amount) {
        return invoice(Map.of("currencyAmount", amount));
    }

    /** An invoice over 10 dollars unless {@code fields} say otherwise. */
    public JsonNode invoice(Map<String, ?> fields) {
        return api.post("/invoices/", order(fields)).expect(201).data();
    }

    Map<String, Object> order(Map<String, ?> fields) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("shopId", id);
        order.put("currencyAmount", "10.00");
        order.put("currencySymbol", "USD");
        order.putAll(fields);
        return order;
    }

    public JsonNode read(String invoice) {
        return api.get("/invoices/" + invoice).expect(200).data();
    }

    public void simulate(String invoice, String scenario) {
        simulate(invoice, scenario, "normal");
    }

    void simulate(String invoice, String scenario, String callbacks) {
        api.post(
                        "/sandbox/invoices/" + invoice + "/simulate",
                        Map.of("scenario", scenario, "callbacks", callbacks))
                .expect(200);
    }

    /** Comes again, as it is told to, while others move the same clock. */
    void advance(String duration) {
        Await.value(
                        "clock to be advanced",
                        () -> api.post("/sandbox/clock/advance", Map.of("by", duration)),
                        reply -> reply.status() != 503)
                .expect(200);
    }

    /** The invoice, once it has this status. */
    JsonNode await(String invoice, String status) {
        return Await.value(
                "invoice to be " + status,
                () -> read(invoice),
                found -> found.path("status").asText().equals(status));
    }

    /** The invoice, once it has this exception. */
    JsonNode awaitException(String invoice, String exception) {
        return Await.value(
                "invoice to be " + exception,
                () -> read(invoice),
                found -> exceptions(found).contains(exception));
    }

    /** The types of what has happened to the invoice, in order. */
    public List<String> history(String invoice) {
        return api.get("/invoices/" + invoice + "/events").expect(200).texts("type");
    }

    static List<String> exceptions(JsonNode invoice) {
        return java.util.stream.StreamSupport.stream(
                        invoice.path("exceptions").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static void assertAmounts(JsonNode invoice, String paid, String pending, String due) {
        assertThat(
                        List.of(
                                invoice.path("amountPaid").asText(),
                                invoice.path("amountPending").asText(),
                                invoice.path("amountDue").asText()))
                .as("paid, pending, due of %s", invoice)
                .containsExactly(paid, pending, due);
    }

    @Override
    public String toString() {
        return "shop " + id;
    }
}
