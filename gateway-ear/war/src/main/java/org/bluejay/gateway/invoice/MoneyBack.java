package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Problem;

/**
 * What whoever gives an invoice's money back needs of it: its lock, the money that is there, and
 * its events. How much may go back is decided by who holds the lock.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class MoneyBack {

    private static final String DESTINATION = "destination";

    @Inject InvoiceRepository invoices;
    @Inject InvoiceEvents events;
    @Inject Payers payers;
    @Inject Shops shops;

    /**
     * An invoice of the caller's, so that nobody else changes it or its money until this
     * transaction ends.
     *
     * @throws Problem 404
     */
    public Invoice lock(Caller caller, String idOrLink) {
        return invoices.find(caller, idOrLink)
                .map(found -> invoices.lock(found.id()))
                .orElseThrow(() -> Problem.notFound("invoice"));
    }

    /** The same for a merchant's invoice that money is going back from already. */
    public Invoice lock(UUID merchantId, UUID invoiceId) {
        Invoice invoice = invoices.lock(invoiceId);
        if (!invoice.merchantId().equals(merchantId)) {
            throw new IllegalStateException("invoice " + invoiceId + " is another merchant's");
        }
        return invoice;
    }

    /** An invoice of the caller's, to look at. */
    public Invoice get(Caller caller, String idOrLink) {
        return invoices.find(caller, idOrLink).orElseThrow(() -> Problem.notFound("invoice"));
    }

    /** The money of an invoice that is there for sure, oldest first. */
    public List<SettledPayment> settled(Invoice invoice) {
        return invoices.transfers(invoice).stream()
                .filter(transfer -> transfer.state() == TransferState.SETTLED)
                .map(transfer -> settled(transfer, invoice))
                .toList();
    }

    private SettledPayment settled(Transfer transfer, Invoice invoice) {
        return new SettledPayment(
                transfer.id(),
                transfer.channelId(),
                transfer.network(),
                invoices.custody(transfer.channelId()),
                transfer.networkId(),
                transfer.amount(),
                transfer.settledCredit(invoice.currency()),
                transfer.rounding(),
                transfer.rate().orElse(BigDecimal.ONE));
    }

    /**
     * Tells what has happened to a refund, in the order of all that happens to its invoice.
     *
     * @param refund as it stands now, as the API shows it
     */
    public void tell(Invoice invoice, String type, UUID refundId, Object refund, Instant now) {
        events.tell(invoice, type, new Event.ObjectRef("refund", refundId), refund, now);
    }

    /** Money of an invoice has gone back. */
    public void gaveBack(Invoice invoice, Money sum, Instant now) {
        invoice.giveBack(sum);
        events.tell(invoice, "invoice.refunded", now);
    }

    /** What time it is in the shop of an invoice. */
    public Instant timeOf(Invoice invoice) {
        return shops.clockOf(invoice.shopId()).instant();
    }

    /** Keeps where a payer wants money back with all else that is known of payers, encrypted. */
    public UUID keepDestination(UUID shopId, String destination) {
        return payers.add(shopId, Map.of(DESTINATION, destination));
    }

    /** Where a payer wants the money; empty when it was erased. */
    public Optional<String> destination(UUID shopId, UUID payerId) {
        return Optional.ofNullable(payers.read(shopId, payerId).get(DESTINATION));
    }
}
