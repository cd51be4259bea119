package org.bluejay.gateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;

/**
 * One change of money, from some accounts to others.
 *
 * <p>Its promise: in each asset, what leaves is what arrives.
 *
 * @param id UUIDv7; entries are listed by it
 * @param books whose accounts
 * @param cause why
 * @param invoiceId of which invoice; empty for money that belongs to none
 * @param paymentId which payment moved
 * @param at when, by the shop's clock
 * @param postings one for each account
 */
public record JournalEntry(
        UUID id,
        Books books,
        Cause cause,
        Optional<UUID> invoiceId,
        Optional<UUID> paymentId,
        Instant at,
        List<Posting> postings) {

    /** More accounts than any change of money touches. */
    private static final int MAX_POSTINGS = 16;

    /**
     * @throws IllegalArgumentException when the postings do not sum to nothing, name an account
     *     twice, or are too few or too many
     */
    public JournalEntry {
        postings = List.copyOf(postings);
        if (postings.size() < 2 || postings.size() > MAX_POSTINGS) {
            throw new IllegalArgumentException("an entry of " + postings.size() + " postings");
        }
        requireOneOfEachAccount(postings);
        requireBalance(postings);
    }

    private static void requireOneOfEachAccount(List<Posting> postings) {
        Set<Object> accounts = new HashSet<>();
        for (Posting posting : postings) {
            if (!accounts.add(List.of(posting.bucket(), posting.asset()))) {
                throw new IllegalArgumentException(
                        "two postings to " + posting.bucket() + " in " + posting.asset());
            }
        }
    }

    private static void requireBalance(List<Posting> postings) {
        Map<CurrencyUnit, BigDecimal> sums = new HashMap<>();
        postings.forEach(posting -> sums.merge(posting.asset(), posting.amount(), BigDecimal::add));
        sums.forEach(
                (asset, sum) -> {
                    if (sum.signum() != 0) {
                        throw new IllegalArgumentException(
                                "the postings in " + asset + " are off by " + sum.toPlainString());
                    }
                });
    }
}
