package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.bluejay.gateway.it.Await;
import org.bluejay.gateway.it.LitecoinRail;
import org.bluejay.gateway.it.Reply;
import org.bluejay.gateway.it.Shop;

/**
 * One order that is paid once, by a shopper whom a dead gateway does not put off, and how far it
 * has come.
 */
final class Sale {

    private static final String STATUS = "select status from invoice where id = ?";

    /** How long a shopper waits for a gateway that is killed again and again. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    /** Longer than anything waits for what a dead gateway had in hand. */
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(4);

    private static final Duration PRESSES_AGAIN = Duration.ofSeconds(1);

    /** What an order goes through, in this order. */
    enum Step {
        ORDERED,
        INVOICED,
        ASKED_TO_PAY,
        SENT,
        SEEN,
        PAID,
        SETTLED
    }

    private final Shop shop;
    private final Staff staff;
    private final Checkout checkout;
    private volatile Step step = Step.ORDERED;
    private volatile String invoice;

    private Sale(Shop shop, Staff staff, Checkout checkout) {
        this.shop = shop;
        this.staff = staff;
        this.checkout = checkout;
    }

    static Sale at(Shop shop, VendureProcess vendure, Staff staff) {
        return new Sale(shop, staff, Checkout.of(vendure));
    }

    void invoicedByPlugin() {
        Optional<String> made =
                Await.value("an invoice", PATIENCE, this::askThePlugin, Optional::isPresent);
        invoice = made.orElseThrow();
        step = Step.INVOICED;
    }

    /** Nobody presses a button that failed at once again. */
    private Optional<String> askThePlugin() {
        Optional<String> made = checkout.payByBluejay();
        if (made.isEmpty()) {
            LockSupport.parkNanos(PRESSES_AGAIN.toNanos());
        }
        return made;
    }

    void invoicedBy(ConnectedVendure vendure) {
        invoice = insist("/invoices/", vendure.invoiceOf(checkout.order())).text("id");
        step = Step.INVOICED;
    }

    /** The payer's wallet pays once, whether the gateway lives or not. */
    void pay(LitecoinRail litecoin) {
        JsonNode attempt =
                Await.value("an address", PATIENCE, this::askForAddress, Sale::hasAddress);
        step = Step.ASKED_TO_PAY;
        String address = attempt.at("/instruction/copyText").asText();
        litecoin.send(Map.entry(address, attempt.path("amount").asText()));
        step = Step.SENT;
    }

    /** An attempt over whose beginning the gateway died has no address, and is begun anew. */
    private JsonNode askForAddress() {
        JsonNode attempt =
                insist("/invoices/" + invoice + "/attempts", Map.of("method", "litecoin")).data();
        if (!hasAddress(attempt)) {
            LockSupport.parkNanos(PRESSES_AGAIN.toNanos());
        }
        return attempt;
    }

    private static boolean hasAddress(JsonNode attempt) {
        return !attempt.at("/instruction/copyText").asText().isEmpty();
    }

    /** Asks again under the same key, until the gateway lives and answers. */
    private Reply insist(String path, Object body) {
        String key = UUID.randomUUID().toString();
        return Await.value(
                        path + " to be answered",
                        PATIENCE,
                        () -> shop.api().under(key).tryPost(path, body),
                        reply -> reply.isPresent() && reply.get().status() == 201)
                .orElseThrow();
    }

    /** Whether its coins may be waiting for a miner. */
    boolean isSent() {
        return step == Step.SENT;
    }

    /**
     * How far it has come by the books of the gateway and of the shop.
     *
     * @param gateway its database, which lives on when it is killed
     */
    Step step(Connection gateway) throws SQLException {
        if (step == Step.SENT) {
            String status = status(gateway);
            if (status.equals("processing")) {
                return Step.SEEN;
            }
            if (status.equals("paid")) {
                step = isSettled() ? Step.SETTLED : step;
                return step == Step.SETTLED ? step : Step.PAID;
            }
        }
        return step;
    }

    private String status(Connection gateway) throws SQLException {
        try (PreparedStatement query = gateway.prepareStatement(STATUS)) {
            query.setObject(1, UUID.fromString(invoice));
            ResultSet row = query.executeQuery();
            row.next();
            return row.getString(1);
        }
    }

    private boolean isSettled() {
        return staff.order(checkout.order()).path("state").asText().equals("PaymentSettled");
    }

    void awaitSettled() {
        staff.await(checkout.order(), "PaymentSettled", SETTLED_WITHIN);
    }

    /** The shop has the money once, and the gateway took it once. */
    void assertRight() {
        staff.assertSettledOnce(checkout.order());
        JsonNode found = shop.read(invoice);
        assertThat(found.path("status").asText()).as("%s", found).isEqualTo("paid");
        assertThat(found.path("amountPaid").asText()).as("%s", found).isEqualTo("49.00");
        assertThat(found.path("amountPending").asText()).as("%s", found).isEqualTo("0.00");
        assertThat(found.path("exceptions")).as("%s", found).isEmpty();
        assertThat(shop.history(invoice)).filteredOn("invoice.paid"::equals).hasSize(1);
        assertThat(shop.api().get("/invoices/" + invoice + "/payments").texts("status"))
                .containsExactly("settled");
    }

    @Override
    public String toString() {
        return "order %s of %s, invoice %s, %s".formatted(checkout.order(), shop, invoice, step);
    }
}
