package org.bluejay.network.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.connector.network.Refunds;

/**
 * What this network gave back, in one book for each payment. A refund is in it once, and together
 * those of a transfer are never more than the transfer.
 */
final class RefundBook {

    /** Destination that this network declines to pay to. */
    private static final String DECLINE = "decline";

    /** Destination that the money reaches only after {@link #A_WHILE}. */
    private static final String LATER = "later";

    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final int MAX_REFUNDS = 100;
    private static final int MAX_RACES = 10_000;
    private static final String PREFIX = "sbx-";
    private static final String EMPTY = new Form().with("refunds", 0).encoded();

    private final DurableStore store;

    RefundBook(DurableStore store) {
        this.store = store;
    }

    private record Entry(String reference, String transferId, Money amount, Instant doneAt) {

        RefundReport report(Instant now) {
            String networkId = "sbx-refund-" + reference;
            return now.isBefore(doneAt)
                    ? RefundReport.processing(reference, networkId)
                    : RefundReport.completed(reference, networkId);
        }
    }

    RefundReport refund(RefundRequest request, Instant now) throws Refused {
        Transfer transfer = settled(request.paymentId());
        if (request.destination().equals(DECLINE)) {
            throw new Refused(Refunds.DESTINATION, "the simulated payer cannot be paid there");
        }
        if (!request.amount().currency().equals(transfer.amount().currency())) {
            throw new Refused("other-unit", "the payment came in another unit");
        }
        String payment = paymentOf(request.paymentId());
        // Found by its reference before it is in the book: whoever crashes in between is found out.
        String held = store.putIfAbsent(indexOf(request.reference()), payment);
        if (!held.equals(payment)) {
            throw new Refused("reference-used", "that reference refunds another payment");
        }
        for (int race = 0; race < MAX_RACES; race++) {
            String before = store.putIfAbsent(bookOf(payment), EMPTY);
            List<Entry> entries = read(before);
            Optional<Entry> known = find(entries, request.reference());
            if (known.isPresent()) {
                return known.get().report(now);
            }
            Entry entry = entered(request, transfer, entries, now);
            entries.add(entry);
            if (store.replace(bookOf(payment), before, write(entries))) {
                return entry.report(now);
            }
        }
        throw new IllegalStateException("the book never stood still: " + payment);
    }

    Optional<RefundReport> lookUp(String reference, Instant now) {
        return store.get(indexOf(reference))
                .flatMap(payment -> store.get(bookOf(payment)))
                .flatMap(book -> find(read(book), reference))
                .map(entry -> entry.report(now));
    }

    private static Entry entered(
            RefundRequest request, Transfer transfer, List<Entry> entries, Instant now)
            throws Refused {
        Money left =
                entries.stream()
                        .filter(entry -> entry.transferId.equals(transfer.networkId()))
                        .map(Entry::amount)
                        .reduce(transfer.amount(), Money::minus);
        if (!left.isAtLeast(request.amount())) {
            throw new Refused("too-much", "no more than " + left + " is left of that payment");
        }
        if (entries.size() >= MAX_REFUNDS) {
            throw new Refused("too-many", "a payment has at most 100 refunds");
        }
        boolean later = request.destination().equals(LATER);
        return new Entry(
                request.reference(),
                transfer.networkId(),
                request.amount(),
                later ? now.plus(A_WHILE) : now);
    }

    private Transfer settled(String transferId) throws Refused {
        Optional<SimulatedPayment> payment =
                transferId.startsWith(PREFIX) && transferId.lastIndexOf('-') > PREFIX.length()
                        ? store.get("payment/" + paymentOf(transferId)).map(Books::read)
                        : Optional.empty();
        return payment.stream()
                .flatMap(known -> known.transfers().stream())
                .filter(transfer -> transfer.networkId().equals(transferId))
                .filter(transfer -> transfer.state() == TransferState.SETTLED)
                .findFirst()
                .orElseThrow(
                        () -> new Refused("not-paid", "this network holds no such settled money"));
    }

    private static String paymentOf(String transferId) {
        return transferId.substring(PREFIX.length(), transferId.lastIndexOf('-'));
    }

    private static Optional<Entry> find(List<Entry> entries, String reference) {
        return entries.stream().filter(entry -> entry.reference.equals(reference)).findFirst();
    }

    private static String write(List<Entry> entries) {
        Form form = new Form().with("refunds", entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            String prefix = "refund." + i;
            form.with(prefix + ".reference", entry.reference)
                    .with(prefix + ".transfer", entry.transferId)
                    .with(prefix + ".amount", entry.amount.toPlainString())
                    .with(prefix + ".currency", entry.amount.currency().code())
                    .with(prefix + ".decimals", entry.amount.currency().decimals())
                    .with(prefix + ".doneAt", entry.doneAt);
        }
        return form.encoded();
    }

    private static List<Entry> read(String text) {
        Form form = Form.parse(text);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < form.number("refunds"); i++) {
            String prefix = "refund." + i;
            CurrencyUnit unit =
                    new CurrencyUnit(
                            form.text(prefix + ".currency"), form.number(prefix + ".decimals"));
            entries.add(
                    new Entry(
                            form.text(prefix + ".reference"),
                            form.text(prefix + ".transfer"),
                            Money.of(form.text(prefix + ".amount"), unit),
                            Instant.parse(form.text(prefix + ".doneAt"))));
        }
        return entries;
    }

    private static String bookOf(String payment) {
        return "refunds/" + payment;
    }

    private static String indexOf(String reference) {
        return "refund/" + reference;
    }
}
