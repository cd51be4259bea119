package org.bluejay.gateway.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.rate.Rate;

/**
 * What a transfer is worth to its invoice, fixed when it is first seen.
 *
 * @param credited in the invoice's currency
 * @param rounding what was given or taken against the bare rate, so that nothing vanishes
 * @param rate invoice currency for one unit of the asset
 * @param source who said the rate
 */
record Valuation(Money credited, BigDecimal rounding, BigDecimal rate, String source) {

    private static final int ROUNDING_DECIMALS = 18;

    /**
     * How far a crypto payment may miss its quote and still meet it; money of ISO 4217 has to meet
     * it exactly.
     */
    private static final BigDecimal CRYPTO_TOLERANCE = new BigDecimal("0.005");

    /**
     * Values money that nothing was promised for: at the rate, rounded down. A coin that did not
     * come is never credited.
     */
    static Valuation of(Money amount, Rate rate, CurrencyUnit currency) {
        BigDecimal bare = amount.amount().multiply(rate.value());
        Money credited = new Money(bare.setScale(currency.decimals(), RoundingMode.DOWN), currency);
        return of(credited, bare, rate.value(), rate.source());
    }

    /**
     * Values money that meets a live quote, at its face.
     *
     * @param open quotes of the attempt that no earlier transfer has met
     * @return empty when it meets none
     */
    static Optional<Valuation> ofPromised(
            Money amount, Instant occurredAt, Collection<Quote> open) {
        return open.stream()
                .filter(quote -> quote.isLive(occurredAt) && meets(amount, quote.assetAmount()))
                .findFirst()
                .map(
                        quote ->
                                of(
                                        quote.face(),
                                        amount.amount().multiply(quote.rate()),
                                        quote.rate(),
                                        quote.source()));
    }

    private static Valuation of(Money credited, BigDecimal bare, BigDecimal rate, String source) {
        BigDecimal rounding = credited.amount().subtract(bare);
        return new Valuation(
                credited,
                rounding.setScale(ROUNDING_DECIMALS, RoundingMode.HALF_EVEN),
                rate,
                source);
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
