package org.bluejay.gateway.rate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What a source says of a pair. Its promise: the figures are positive, of a size that money has,
 * and those of a market in which somebody trades.
 *
 * @param bid units of the quote for one base that is sold
 * @param ask units of the quote for one base that is bought; not below the bid
 * @param asOf system time at which it held
 */
record Price(Pair pair, String source, BigDecimal bid, BigDecimal ask, Instant asOf) {

    /** As the database keeps them. */
    static final int DECIMALS = 18;

    private static final BigDecimal LEAST = new BigDecimal("0.000000000001");
    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    /** Further apart than this, nobody trades at either. */
    private static final BigDecimal WIDEST = new BigDecimal("1.05");

    /** Judged as text: {@code 1e999999999} must not become a number to reckon with. */
    private static final Pattern FIGURE =
            Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

    /**
     * @throws IllegalArgumentException when these cannot be the prices of a market
     */
    Price {
        bid = bid.setScale(DECIMALS, RoundingMode.DOWN);
        ask = ask.setScale(DECIMALS, RoundingMode.UP);
        if (bid.compareTo(LEAST) < 0 || ask.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    pair + " cannot be from " + plain(bid) + " to " + plain(ask) + " at " + source);
        }
        if (ask.compareTo(bid) < 0 || ask.compareTo(bid.multiply(WIDEST)) > 0) {
            throw new IllegalArgumentException(
                    pair
                            + " has no market between "
                            + plain(bid)
                            + " and "
                            + plain(ask)
                            + " at "
                            + source);
        }
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** The same whoever sells or buys. */
    static Price of(Pair pair, String source, BigDecimal value, Instant asOf) {
        return new Price(pair, source, value, value, asOf);
    }

    /**
     * A figure as people and machines write it, exponents included.
     *
     * @throws IllegalArgumentException when it is none, or of a size that no price has
     */
    static BigDecimal figure(String text) {
        if (!FIGURE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text.substring(0, Math.min(40, text.length())) + "' is not a price");
        }
        return new BigDecimal(text);
    }
}
