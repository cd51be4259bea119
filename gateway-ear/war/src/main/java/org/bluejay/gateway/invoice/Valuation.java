package org.bluejay.gateway.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;

/**
 * What a transfer is worth to its invoice, fixed when it is first seen.
 *
 * @param credited in the invoice's currency
 * @param rounding what was given or taken against the bare rate, so that nothing vanishes
 * @param rate invoice currency for one unit of the asset
 */
record Valuation(Money credited, BigDecimal rounding, BigDecimal rate) {

    /**
     * How far a crypto payment may miss its quote and still meet it; money of ISO 4217 has to meet
     * it exactly.
     */
    private static final BigDecimal CRYPTO_TOLERANCE = new BigDecimal("0.005");

    /**
     * Values a transfer: at a live quote's face value when it meets one, else at the rate.
     *
     * @param open quotes of the attempt that no earlier transfer has met
     * @param rate of now, for what meets no quote
     */
    static Valuation of(
            Money amount,
            Instant occurredAt,
            Collection<Quote> open,
            BigDecimal rate,
            CurrencyUnit currency) {
        Optional<Quote> met =
                open.stream()
                        .filter(
                                quote ->
                                        quote.isLive(occurredAt)
                                                && meets(amount, quote.assetAmount()))
                        .findFirst();
        BigDecimal bareRate = met.map(Quote::rate).orElse(rate);
        BigDecimal bare = amount.amount().multiply(bareRate);
        // What meets no quote is rounded down: never credit a coin that did not come.
        Money credited =
                met.map(Quote::face)
                        .orElseGet(
                                () ->
                                        new Money(
                                                bare.setScale(
                                                        currency.decimals(), RoundingMode.DOWN),
                                                currency));
        return new Valuation(
                credited,
                credited.amount().subtract(bare).setScale(18, RoundingMode.HALF_EVEN),
                bareRate);
    }

    private static boolean meets(Money amount, Money asked) {
        BigDecimal allowed =
                isFiat(asked.currency())
                        ? BigDecimal.ZERO
                        : asked.amount().multiply(CRYPTO_TOLERANCE);
        return amount.minus(asked).amount().abs().compareTo(allowed) <= 0;
    }

    private static boolean isFiat(CurrencyUnit unit) {
        return unit.code().matches("[A-Z]{3}") && unit.decimals() <= 4;
    }
}
