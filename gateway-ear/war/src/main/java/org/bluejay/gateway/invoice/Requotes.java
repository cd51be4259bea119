package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.network.Method;
import org.bluejay.gateway.network.Networks;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;

/**
 * New promises on attempts that have one already: when the old one has run out, the address still
 * takes money, so only the amount is asked for anew.
 */
@ApplicationScoped
@Transactional
class Requotes {

    @Inject InvoiceRepository invoices;
    @Inject Pricing pricing;
    @Inject Networks networks;
    @Inject Shops shops;
    @Inject Secrets secrets;

    /**
     * Whether an attempt's amount may be asked for anew: its price has run out, and its network
     * takes whatever comes to the address.
     *
     * @param now the shop's time
     */
    boolean isDue(PaymentAttempt attempt, Invoice invoice, Instant now) {
        if (attempt.state() != PaymentAttempt.State.OPEN) {
            return false;
        }
        Quote newest = newest(attempt, invoice);
        return newest.isExchange()
                && !newest.isLive(now)
                && networks.takesAnyAmount(attempt.network());
    }

    /** What is to be asked anew now that the payer has come back; empty when nothing is. */
    Optional<Renewal> due(Invoice invoice, Supplier<List<Method>> offers) {
        Instant now = shops.clockOf(invoice.shopId()).instant();
        if (!invoice.isPayable(now) || !invoice.amountToAsk().isPositive()) {
            return Optional.empty();
        }
        return invoices.attempts(invoice).stream()
                .reduce((earlier, later) -> later)
                .filter(attempt -> isDue(attempt, invoice, now))
                .flatMap(
                        attempt ->
                                offerOf(attempt, offers.get())
                                        .map(offer -> of(attempt, invoice, offer)));
    }

    private Renewal of(PaymentAttempt attempt, Invoice invoice, Method offer) {
        return new Renewal(
                attempt, invoice, pricing.ask(invoice.amountToAsk(), offer.descriptor()));
    }

    private static Optional<Method> offerOf(PaymentAttempt attempt, List<Method> offers) {
        return offers.stream()
                .filter(
                        offer ->
                                offer.channelId().equals(attempt.channelId())
                                        && offer.descriptor().id().equals(attempt.method()))
                .findFirst();
    }

    /**
     * The network has answered: promise and instruction change together. Of several who asked at
     * once the first promises, and the others keep to it.
     */
    void renew(UUID attemptId, Asking asking, PaymentInstruction instruction) {
        PaymentAttempt attempt = invoices.locked(attemptId);
        Invoice invoice = invoices.byId(attempt.invoiceId());
        Instant now = shops.clockOf(invoice.shopId()).instant();
        if (isDue(attempt, invoice, now)) {
            invoices.add(new Quote(Ids.next(), attemptId, asking, now));
            attempt.instruct(secrets.seal(attemptId, Json.bytes(Instruction.of(instruction))));
        }
    }

    private Quote newest(PaymentAttempt attempt, Invoice invoice) {
        return invoices.quotes(attempt, invoice.currency()).get(0);
    }

    /**
     * An attempt whose amount is to be asked for anew.
     *
     * @param asking what is asked now
     */
    record Renewal(PaymentAttempt attempt, Invoice invoice, Asking asking) {}
}
