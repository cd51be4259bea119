package org.bluejay.gateway.invoice;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.ledger.Bucket;
import org.bluejay.gateway.ledger.Custody;
import org.bluejay.gateway.ledger.JournalEntry;
import org.bluejay.gateway.ledger.Posting;

/**
 * What one payment has moved between the accounts, all in all. Like the status of an invoice it
 * follows from facts alone, so what is still to be posted is the way from one position to the next.
 *
 * @param invoiceId which invoice it credits; empty when none
 * @param held by account; no zeros
 */
record Position(Optional<UUID> invoiceId, Map<Place, BigDecimal> held) {

    static final Position NOTHING = new Position(Optional.empty(), Map.of());

    /** An account of whoever the money is for. */
    record Place(Bucket bucket, CurrencyUnit asset) {}

    Position {
        held = Map.copyOf(held);
    }

    /** Where the ledger has a payment, from all that was posted of it, oldest first. */
    static Position after(List<JournalEntry> posted) {
        Map<Place, BigDecimal> sums = new HashMap<>();
        Optional<UUID> credits = Optional.empty();
        for (JournalEntry entry : posted) {
            entry.postings().forEach(each -> add(sums, each.bucket(), each.asset(), each.amount()));
            credits =
                    switch (entry.cause().kind()) {
                        case PAYMENT_SETTLED, PAYMENT_ASSIGNED -> entry.invoiceId();
                        default -> Optional.empty();
                    };
        }
        return new Position(credits, sums);
    }

    /** Money that is there, and nobody knows what for. */
    static Position unmatched(Money amount, Custody custody) {
        Map<Place, BigDecimal> sums = new HashMap<>();
        add(sums, source(custody), amount.currency(), amount.amount().negate());
        add(sums, Bucket.SUSPENSE, amount.currency(), amount.amount());
        return new Position(Optional.empty(), sums);
    }

    /**
     * Money that is there and credits an invoice. The asset that came and the currency that is
     * credited each balance by themselves; what joins them is the conversion. What the operator
     * holds is owed in the asset that it holds, so that its debts can be held against its wallets.
     *
     * @param rounding the part of {@code credited} that the bare rate does not give
     */
    static Position credited(
            UUID invoiceId, Money amount, Custody custody, Money credited, BigDecimal rounding) {
        Map<Place, BigDecimal> sums = new HashMap<>();
        Bucket owed = custody == Custody.OPERATOR ? Bucket.AVAILABLE : Bucket.CONVERSION;
        add(sums, source(custody), amount.currency(), amount.amount().negate());
        add(sums, owed, amount.currency(), amount.amount());
        CurrencyUnit currency = credited.currency();
        add(sums, Bucket.CONVERSION, currency, rounding.subtract(credited.amount()));
        add(sums, Bucket.CREDITED, currency, credited.amount());
        add(sums, Bucket.ROUNDING, currency, rounding.negate());
        return new Position(Optional.of(invoiceId), sums);
    }

    /** Whether the money went from one invoice to another. */
    boolean isOfAnotherInvoiceThan(Position next) {
        return invoiceId.isPresent()
                && next.invoiceId.isPresent()
                && !invoiceId.equals(next.invoiceId);
    }

    boolean isNothing() {
        return held.isEmpty();
    }

    /** What has to be posted to get from here to there; nothing when that is here. */
    List<Posting> to(Position next) {
        Map<Place, BigDecimal> moved = new HashMap<>(next.held);
        held.forEach((place, sum) -> add(moved, place.bucket, place.asset, sum.negate()));
        List<Posting> postings = new ArrayList<>();
        moved.forEach((place, sum) -> postings.add(new Posting(place.bucket, place.asset, sum)));
        postings.sort(Comparator.comparing(Posting::bucket));
        return postings;
    }

    private static Bucket source(Custody custody) {
        return custody == Custody.OPERATOR ? Bucket.HOLDING : Bucket.EXTERNAL;
    }

    private static void add(
            Map<Place, BigDecimal> sums, Bucket bucket, CurrencyUnit asset, BigDecimal amount) {
        sums.merge(
                new Place(bucket, asset),
                amount,
                (one, other) -> {
                    BigDecimal sum = one.add(other);
                    return sum.signum() == 0 ? null : sum;
                });
        sums.values().removeIf(sum -> sum.signum() == 0);
    }
}
