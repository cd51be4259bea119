package org.bluejay.gateway.rate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All prices known at one moment. Its promise: what comes out was fresh and undisputed then, and is
 * rounded down, against whoever sells.
 */
final class Market {

    /** Through which units are exchanged that have no price of their own. */
    static final String BRIDGE = "USD";

    /** How far two public sources may differ before neither is believed. */
    private static final BigDecimal UNDISPUTED = new BigDecimal("1.02");

    private static final MathContext EXACT = new MathContext(40, RoundingMode.DOWN);

    private final List<Sale> sales = new ArrayList<>();
    private final Instant now;
    private final Duration maxAge;

    /** There is no rate; the message says why, and what to do. */
    static final class NoRate extends Exception {
        NoRate(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * One unit given for another.
     *
     * @param value units of {@code to} for one of {@code from}
     */
    record Sale(String from, String to, BigDecimal value, String source, Instant asOf) {

        private boolean isOf(String given, String taken) {
            return from.equals(given) && to.equals(taken);
        }

        private boolean isOperators() {
            return source.equals(OperatorRates.NAME);
        }

        private Sale then(Sale next) {
            return new Sale(
                    from,
                    next.to,
                    value.multiply(next.value, EXACT),
                    source.equals(next.source) ? source : source + "+" + next.source,
                    asOf.isBefore(next.asOf) ? asOf : next.asOf);
        }
    }

    /**
     * @param prices of all sources, the most trusted first
     * @param maxAge of prices that the operator has not entered
     */
    Market(List<Price> prices, Instant now, Duration maxAge) {
        this.now = now;
        this.maxAge = maxAge;
        for (Price price : prices) {
            Pair pair = price.pair();
            sales.add(
                    new Sale(pair.base(), pair.quote(), price.bid(), price.source(), price.asOf()));
            sales.add(
                    new Sale(
                            pair.quote(),
                            pair.base(),
                            BigDecimal.ONE.divide(price.ask(), EXACT),
                            price.source(),
                            price.asOf()));
        }
    }

    /**
     * @throws NoRate when there is none, or none that is fresh and undisputed
     */
    Sale sale(String from, String to) throws NoRate {
        Optional<Sale> direct = direct(from, to);
        if (direct.isPresent()) {
            return direct.get();
        }
        if (!from.equals(BRIDGE) && !to.equals(BRIDGE)) {
            Optional<Sale> there = direct(from, BRIDGE);
            Optional<Sale> onwards = direct(BRIDGE, to);
            if (there.isPresent() && onwards.isPresent()) {
                return there.get().then(onwards.get());
            }
        }
        throw new NoRate(
                "no source has given a price of "
                        + from
                        + " in "
                        + to
                        + " yet, nor of both in "
                        + BRIDGE
                        + "; enter one in bluejay.rates.fixed, or see that bluejay.rates.pairs"
                        + " names it and a source of bluejay.rates.sources answers");
    }

    /** Empty when nobody has ever priced it. */
    private Optional<Sale> direct(String from, String to) throws NoRate {
        List<Sale> known = sales.stream().filter(sale -> sale.isOf(from, to)).toList();
        Optional<Sale> entered = known.stream().filter(Sale::isOperators).findFirst();
        if (entered.isPresent() || known.isEmpty()) {
            return entered;
        }
        List<Sale> fresh = known.stream().filter(this::isFresh).toList();
        if (fresh.isEmpty()) {
            throw new NoRate(
                    "the last price of "
                            + from
                            + " in "
                            + to
                            + " is older than "
                            + maxAge
                            + " (bluejay.rates.max-age): "
                            + said(known)
                            + "; see in the log why the sources do not answer, or enter one in"
                            + " bluejay.rates.fixed");
        }
        if (areDisputed(fresh)) {
            throw new NoRate(
                    "the sources differ by more than 2 % on "
                            + from
                            + " in "
                            + to
                            + ": "
                            + said(fresh)
                            + "; wait until they agree, or enter one in bluejay.rates.fixed");
        }
        return Optional.of(fresh.get(0));
    }

    private boolean isFresh(Sale sale) {
        return Duration.between(sale.asOf(), now).compareTo(maxAge) <= 0;
    }

    private static boolean areDisputed(List<Sale> fresh) {
        BigDecimal least = fresh.stream().map(Sale::value).reduce(BigDecimal::min).orElseThrow();
        BigDecimal most = fresh.stream().map(Sale::value).reduce(BigDecimal::max).orElseThrow();
        return most.compareTo(least.multiply(UNDISPUTED)) > 0;
    }

    private static String said(List<Sale> known) {
        List<String> words = new ArrayList<>();
        for (Sale sale : known) {
            String value =
                    sale.value()
                            .round(new MathContext(8, RoundingMode.DOWN))
                            .stripTrailingZeros()
                            .toPlainString();
            words.add(sale.source() + " said " + value + " at " + sale.asOf());
        }
        return String.join(", ", words);
    }
}
