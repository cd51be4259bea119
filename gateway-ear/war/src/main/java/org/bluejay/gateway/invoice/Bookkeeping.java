package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.ledger.Books;
import org.bluejay.gateway.ledger.Cause;
import org.bluejay.gateway.ledger.Custody;
import org.bluejay.gateway.ledger.EntryKind;
import org.bluejay.gateway.ledger.JournalEntry;
import org.bluejay.gateway.ledger.Ledger;
import org.bluejay.gateway.ledger.Posting;
import org.bluejay.gateway.shared.Ids;

/**
 * Keeps the ledger in step with the money that came. It asks where the ledger has a payment and
 * where the payment's own facts put it, and posts the difference; where there is none, nothing.
 */
@ApplicationScoped
class Bookkeeping {

    @Inject Ledger ledger;
    @Inject InvoiceRepository invoices;

    /**
     * Posts what is to be posted of these payments, all in one go: the last thing of a transaction,
     * when every invoice that they credit is locked.
     *
     * @param heard payments that may have changed
     * @param now the shop's time
     */
    void keep(Collection<Transfer> heard, Instant now) {
        List<JournalEntry> entries = new ArrayList<>();
        for (Transfer transfer : heard) {
            // Most reports are of money that is not there yet; the ledger never heard of it.
            if (transfer.hasSettled()) {
                entries.addAll(due(transfer, now));
            }
        }
        ledger.post(entries);
    }

    private List<JournalEntry> due(Transfer transfer, Instant now) {
        Custody custody = invoices.custody(transfer.channelId());
        List<JournalEntry> posted = ledger.ofPayment(transfer.merchantId(), transfer.id());
        Position before = Position.after(posted);
        Position next = position(transfer, custody);
        List<Position> way =
                before.isOfAnotherInvoiceThan(next)
                        // By way of suspense: an entry is of one invoice.
                        ? List.of(before, Position.unmatched(transfer.amount(), custody), next)
                        : List.of(before, next);
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 1; i < way.size(); i++) {
            Position from = way.get(i - 1);
            Position to = way.get(i);
            List<Posting> postings = from.to(to);
            if (!postings.isEmpty()) {
                Cause cause = cause(kind(from, to), transfer, posted);
                Optional<UUID> invoice = to.invoiceId().or(from::invoiceId);
                entries.add(entry(transfer, custody, cause, invoice, now, postings));
            }
        }
        return entries;
    }

    private Position position(Transfer transfer, Custody custody) {
        if (transfer.state() != TransferState.SETTLED) {
            return Position.NOTHING;
        }
        if (transfer.invoiceId().isEmpty()) {
            return Position.unmatched(transfer.amount(), custody);
        }
        UUID invoice = transfer.invoiceId().get();
        Money credited =
                new Money(transfer.credited().orElseThrow(), invoices.byId(invoice).currency());
        return Position.credited(
                invoice, transfer.amount(), custody, credited, transfer.rounding());
    }

    private static Cause cause(EntryKind kind, Transfer transfer, List<JournalEntry> posted) {
        long before = posted.stream().filter(entry -> entry.cause().kind() == kind).count();
        return new Cause(kind, transfer.id(), Math.toIntExact(before + 1));
    }

    private static JournalEntry entry(
            Transfer transfer,
            Custody custody,
            Cause cause,
            Optional<UUID> invoiceId,
            Instant now,
            List<Posting> postings) {
        Books books =
                new Books(
                        transfer.merchantId(),
                        Optional.of(transfer.shopId()),
                        transfer.environment(),
                        custody);
        return new JournalEntry(
                Ids.next(), books, cause, invoiceId, Optional.of(transfer.id()), now, postings);
    }

    private static EntryKind kind(Position from, Position to) {
        if (from.isNothing()) {
            return EntryKind.PAYMENT_SETTLED;
        }
        if (to.isNothing()) {
            return EntryKind.PAYMENT_REVERSED;
        }
        return to.invoiceId().isPresent()
                ? EntryKind.PAYMENT_ASSIGNED
                : EntryKind.PAYMENT_UNASSIGNED;
    }
}
