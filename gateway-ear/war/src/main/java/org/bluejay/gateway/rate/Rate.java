package org.bluejay.gateway.rate;

import java.math.BigDecimal;
import java.time.Instant;
import org.bluejay.connector.CurrencyUnit;

/**
 * What a payer's money is worth.
 *
 * @param from what is paid
 * @param to what it counts as
 * @param value units of {@code to} for one of {@code from}, at most 18 decimals, the spread taken
 *     off already
 * @param source who said so, such as {@code kraken} or {@code operator}; two names with a plus when
 *     it was reckoned over a third unit
 * @param spread which part of the market's value was taken off, 0.01 for one in a hundred
 * @param asOf system time at which it held; of several, the oldest
 */
public record Rate(
        CurrencyUnit from,
        CurrencyUnit to,
        BigDecimal value,
        String source,
        BigDecimal spread,
        Instant asOf) {

    /** What is said of a rate that nobody has to know: one unit of a thing is one unit of it. */
    public static final String SAME_UNIT = "same unit";

    static Rate ofTheSame(CurrencyUnit from, CurrencyUnit to, Instant now) {
        return new Rate(from, to, BigDecimal.ONE, SAME_UNIT, BigDecimal.ZERO, now);
    }

    /** Whether both are the same thing, so that nothing was exchanged. */
    public boolean isOfTheSame() {
        return source.equals(SAME_UNIT);
    }
}
