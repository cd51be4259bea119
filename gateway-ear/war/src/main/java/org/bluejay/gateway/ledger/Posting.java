package org.bluejay.gateway.ledger;

import java.math.BigDecimal;
import org.bluejay.connector.CurrencyUnit;

/**
 * One account's part in a journal entry.
 *
 * @param bucket which of the merchant's accounts
 * @param asset in which unit
 * @param amount below zero where the money comes from, above where it goes; never zero. At most 18
 *     decimals: what a conversion or a rounding leaves may be less than the least coin there is
 */
public record Posting(Bucket bucket, CurrencyUnit asset, BigDecimal amount) {

    private static final int SCALE = 18;

    /**
     * @throws IllegalArgumentException when nothing is posted
     * @throws ArithmeticException when the amount is finer than the ledger
     */
    public Posting {
        if (amount.signum() == 0) {
            throw new IllegalArgumentException("a posting to " + bucket + " of nothing");
        }
        // One scale for all, so that equal postings are equal.
        amount = amount.setScale(SCALE);
    }
}
