package org.bluejay.gateway.refund;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.gateway.ledger.Books;
import org.bluejay.gateway.ledger.Bucket;
import org.bluejay.gateway.ledger.Cause;
import org.bluejay.gateway.ledger.Custody;
import org.bluejay.gateway.ledger.EntryKind;
import org.bluejay.gateway.ledger.JournalEntry;
import org.bluejay.gateway.ledger.Ledger;
import org.bluejay.gateway.ledger.Posting;
import org.bluejay.gateway.shared.Ids;

/**
 * What refunds post: set aside when one is made, gone when it is done, there again when it fails.
 * Always the last thing of a transaction.
 */
@ApplicationScoped
class RefundBooks {

    @Inject Ledger ledger;

    private record Place(Bucket bucket, CurrencyUnit asset) {}

    /**
     * @param kinds what has happened to the refund, in order
     * @param now the shop's time
     */
    void post(Refund refund, Instant now, EntryKind... kinds) {
        List<JournalEntry> entries = new ArrayList<>();
        for (EntryKind kind : kinds) {
            entries.add(entry(refund, kind, now));
        }
        ledger.post(entries);
    }

    private static JournalEntry entry(Refund refund, EntryKind kind, Instant now) {
        Books books =
                new Books(
                        refund.merchantId(),
                        Optional.of(refund.shopId()),
                        refund.environment(),
                        refund.custody());
        return new JournalEntry(
                Ids.next(),
                books,
                new Cause(kind, refund.id(), 1),
                Optional.of(refund.invoiceId()),
                Optional.of(refund.paymentId()),
                now,
                postings(refund, kind));
    }

    private static List<Posting> postings(Refund refund, EntryKind kind) {
        Map<Place, BigDecimal> moved =
                switch (kind) {
                    case REFUND_CREATED -> setAside(refund, BigDecimal.ONE);
                    case REFUND_FAILED -> setAside(refund, BigDecimal.ONE.negate());
                    case REFUND_COMPLETED -> gone(refund);
                    default -> throw new IllegalArgumentException("no refund posts " + kind);
                };
        return moved.entrySet().stream()
                .filter(each -> each.getValue().signum() != 0)
                .map(
                        each ->
                                new Posting(
                                        each.getKey().bucket, each.getKey().asset, each.getValue()))
                .toList();
    }

    /** The reverse of what its part of the payment credited, but it has not left yet. */
    private static Map<Place, BigDecimal> setAside(Refund refund, BigDecimal sign) {
        BigDecimal credited = refund.amount().amount().multiply(sign);
        BigDecimal rounding = refund.rounding().multiply(sign);
        BigDecimal given = refund.assetAmount().amount().multiply(sign);
        CurrencyUnit currency = refund.amount().currency();
        CurrencyUnit asset = refund.assetAmount().currency();
        Bucket owed = refund.custody() == Custody.OPERATOR ? Bucket.AVAILABLE : Bucket.CONVERSION;
        Map<Place, BigDecimal> moved = new LinkedHashMap<>();
        add(moved, Bucket.CREDITED, currency, credited.negate());
        add(moved, Bucket.ROUNDING, currency, rounding);
        add(moved, Bucket.CONVERSION, currency, credited.subtract(rounding));
        add(moved, owed, asset, given.negate());
        add(moved, Bucket.REFUNDING, asset, given);
        return moved;
    }

    private static Map<Place, BigDecimal> gone(Refund refund) {
        BigDecimal given = refund.assetAmount().amount();
        CurrencyUnit asset = refund.assetAmount().currency();
        Bucket source = refund.custody() == Custody.OPERATOR ? Bucket.HOLDING : Bucket.EXTERNAL;
        Map<Place, BigDecimal> moved = new LinkedHashMap<>();
        add(moved, Bucket.REFUNDING, asset, given.negate());
        add(moved, source, asset, given);
        return moved;
    }

    private static void add(
            Map<Place, BigDecimal> moved, Bucket bucket, CurrencyUnit asset, BigDecimal amount) {
        moved.merge(new Place(bucket, asset), amount, BigDecimal::add);
    }
}
