package org.bluejay.connector;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * An exact sum in one currency. The amount always carries the currency's full number of decimals,
 * so equal sums are equal objects; nothing here rounds unless its name says so.
 *
 * @param amount the sum; may be negative
 * @param currency what is counted
 */
public record Money(BigDecimal amount, CurrencyUnit currency) implements Comparable<Money> {

    /** Digits before the point; more than all money there is in any currency. */
    private static final int MAX_INTEGER_DIGITS = 20;

    /**
     * @throws ArithmeticException when the amount has more decimals than the currency
     */
    public Money {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
        // Judged before anything is scaled: 1E+999999999 would otherwise fill the memory with
        // zeros.
        if (amount.precision() - (long) amount.scale() > MAX_INTEGER_DIGITS) {
            throw new ArithmeticException(
                    "an amount has at most " + MAX_INTEGER_DIGITS + " digits before the point");
        }
        if (amount.signum() != 0 && amount.stripTrailingZeros().scale() > currency.decimals()) {
            throw new ArithmeticException(
                    currency.code()
                            + " has at most "
                            + currency.decimals()
                            + " decimals; "
                            + amount
                            + " has more");
        }
        amount =
                amount.signum() == 0
                        ? BigDecimal.ZERO.setScale(currency.decimals())
                        : amount.setScale(currency.decimals());
    }

    /**
     * @param amount a plain decimal such as {@code 1500.00}
     * @throws NumberFormatException when it is not a number
     * @throws ArithmeticException when it has more decimals than the currency
     */
    public static Money of(String amount, CurrencyUnit currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    /** Nothing, in this currency. */
    public static Money zero(CurrencyUnit currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /**
     * The smallest sum of this currency that is not below {@code amount}: what is asked of a payer
     * must cover the debt.
     *
     * @param increment the step in which a network takes money, such as 1 for whole shillings; not
     *     finer than the currency
     */
    public static Money roundedUp(BigDecimal amount, CurrencyUnit currency, BigDecimal increment) {
        BigDecimal steps = amount.divide(increment, 0, RoundingMode.CEILING);
        return new Money(steps.multiply(increment), currency);
    }

    public Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other).amount), currency);
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other).amount), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    /** This sum, or nothing if it is negative. */
    public Money orZero() {
        return isNegative() ? zero(currency) : this;
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isNegative() {
        return amount.signum() < 0;
    }

    public boolean isAtLeast(Money other) {
        return compareTo(other) >= 0;
    }

    /**
     * @throws IllegalArgumentException when the currencies differ
     */
    @Override
    public int compareTo(Money other) {
        return amount.compareTo(sameCurrency(other).amount);
    }

    /**
     * The amount as plain decimal text with all its decimals, as it is written in JSON: {@code
     * 49.00}.
     */
    public String toPlainString() {
        return amount.toPlainString();
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.code();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "cannot reckon " + currency + " with " + other.currency);
        }
        return other;
    }
}
