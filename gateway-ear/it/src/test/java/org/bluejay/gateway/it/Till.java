package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * One invoice of a shop that is there for one case only, so that its clock, its events and its
 * balances are the case's own.
 */
record Till(Rail rail, Gateway gateway, Shop shop, String invoice) {

    static final String TOTAL = "120.00";
    static final String HALF = "60.00";

    /** For an invoice that has a minute: with its last look-up, on a busy machine. */
    static final Duration A_MINUTE_OF_PAYING = Duration.ofMinutes(2);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration HASTE = Duration.ofMillis(1_500);
    private static final String OTHER_METHOD = "sandbox-code";

    static Till open(Rail rail, Gateway gateway) {
        return open(rail, gateway, Map.of());
    }

    /** With more, or something else, in the order. */
    static Till open(Rail rail, Gateway gateway, Map<String, ?> order) {
        Shop shop = gateway.newShop();
        rail.connect(shop);
        return new Till(rail, gateway, shop, "").next(order);
    }

    /** Another invoice of the same shop. */
    Till next() {
        return next(Map.of());
    }

    private Till next(Map<String, ?> order) {
        Map<String, Object> whole =
                shop.order(Map.of("currencyAmount", TOTAL, "currencySymbol", rail.currency()));
        whole.putAll(order);
        return new Till(rail, gateway, shop, shop.invoice(whole).path("id").asText());
    }

    Attempt ask() {
        return ask(rail.payer());
    }

    Attempt ask(Map<String, String> payer) {
        return new Attempt(invoice, payer, tryAsk(payer).expect(201).data());
    }

    Reply tryAsk(Map<String, String> payer) {
        return shop.api()
                .post(
                        "/invoices/" + invoice + "/attempts",
                        Map.of("method", rail.method(), "input", payer));
    }

    /** Half of what is due, by a method that has nothing to do with the rail. */
    void payHalfAnotherWay() {
        shop.api()
                .post("/invoices/" + invoice + "/attempts", Map.of("method", OTHER_METHOD))
                .expect(201);
        shop.simulate(invoice, "underpaid");
    }

    JsonNode read() {
        return shop.read(invoice);
    }

    String status() {
        return read().path("status").asText();
    }

    JsonNode await(String status) {
        return awaitFor(PATIENCE, status);
    }

    JsonNode awaitFor(Duration patience, String status) {
        return Await.value(
                "invoice of " + rail.network() + " to be " + status,
                patience,
                this::read,
                found -> found.path("status").asText().equals(status));
    }

    JsonNode awaitException(String exception) {
        return Await.value(
                "invoice of " + rail.network() + " to be " + exception,
                PATIENCE,
                this::read,
                found -> Shop.exceptions(found).contains(exception));
    }

    /** The same as {@link #await}, and time is helped along. */
    JsonNode awaitHastened(String status) {
        hastenUntil("invoice to be " + status, () -> status().equals(status));
        return read();
    }

    void awaitAttempts(List<String> states) {
        hastenUntil("attempts to be " + states, () -> attemptStates().equals(states));
    }

    void hastenUntil(String what, Callable<Boolean> condition) {
        long[] next = {System.nanoTime()};
        Await.value(
                what + " on " + rail.network(),
                PATIENCE,
                () -> {
                    if (condition.call()) {
                        return true;
                    }
                    if (System.nanoTime() > next[0]) {
                        rail.hasten(this);
                        next[0] = System.nanoTime() + HASTE.toNanos();
                    }
                    return false;
                },
                Boolean.TRUE::equals);
    }

    List<String> attemptStates() {
        return shop.api().get("/invoices/" + invoice + "/attempts").expect(200).texts("state");
    }

    JsonNode payments() {
        return shop.api().get("/invoices/" + invoice + "/payments").expect(200).data();
    }

    /** Nothing has come, and nothing is thought to have come. */
    void assertUntouched() {
        JsonNode found = read();
        assertThat(found.path("status").asText()).isEqualTo("pending");
        Shop.assertAmounts(found, "0.00", "0.00", TOTAL);
        assertThat(payments()).isEmpty();
    }

    /**
     * All of what the case leaves: the invoice, what was told of it, and the ledger.
     *
     * @param mayHappen types of events that come or not, as the network's pace has it
     */
    void ends(Ending ending, String... mayHappen) {
        JsonNode found = await(ending.status());
        assertThat(
                        List.of(
                                found.path("amountPaid").asText(),
                                found.path("amountPending").asText(),
                                found.path("amountDue").asText(),
                                String.join(" ", Shop.exceptions(found))))
                .as("paid, pending, due and exceptions of %s", found)
                .containsExactly(
                        ending.paid(), "0.00", ending.due(), String.join(" ", ending.exceptions()));
        assertTold(ending, List.of(mayHappen));
        LedgerCheck.of(shop).agreesWith(List.of(this));
    }

    private void assertTold(Ending ending, List<String> mayHappen) {
        JsonNode events = shop.api().get("/invoices/" + invoice + "/events").expect(200).data();
        assertThat(StreamSupport.stream(events.spliterator(), false))
                .as("numbers of events, in their order")
                .extracting(event -> event.path("sequence").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, events.size()).boxed().toList());
        List<String> told = new ArrayList<>();
        events.forEach(event -> told.add(event.path("type").asText()));
        told.removeAll(List.of("invoice.processing"));
        told.removeAll(mayHappen);
        assertThat(told).as("what was told").isEqualTo(ending.events());
    }

    /**
     * How a case ends.
     *
     * @param events in order; {@code invoice.processing} is left out, because what is sure at once
     *     was never seen before
     */
    record Ending(
            String status, String paid, String due, List<String> exceptions, List<String> events) {

        static final Ending PAID = paid("invoice.created", "payment.received", "invoice.paid");

        static Ending paid(String... events) {
            return new Ending("paid", TOTAL, "0.00", List.of(), List.of(events));
        }

        static Ending overpaid(String sum, String... events) {
            return new Ending("paid", sum, "0.00", List.of("overpaid"), List.of(events));
        }

        Ending with(String exception) {
            return new Ending(status, paid, due, List.of(exception), events);
        }
    }
}
