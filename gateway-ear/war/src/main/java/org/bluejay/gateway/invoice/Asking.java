package org.bluejay.gateway.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.rate.Rate;

/**
 * What a payer is asked for. Its promise: at the rate it is never less than the debt, and less than
 * one step more.
 *
 * @param asked in the unit that is paid
 * @param face the debt that it pays, in the invoice's currency
 * @param rate at which the one became the other
 */
record Asking(Money asked, Money face, Rate rate) {

    /** Nobody reads or types more digits of an exchanged amount, whatever its chain can count. */
    private static final int READABLE_DECIMALS = 8;

    /**
     * The debt in steps that a method takes, rounded up.
     *
     * @param increment the method's own step; 0 for none
     * @throws ArithmeticException when it is more than any money there is
     */
    static Asking of(Money face, CurrencyUnit unit, BigDecimal increment, Rate rate) {
        int decimals =
                rate.isOfTheSame() ? unit.decimals() : Math.min(unit.decimals(), READABLE_DECIMALS);
        BigDecimal step = increment.max(BigDecimal.ONE.movePointLeft(decimals));
        BigDecimal steps =
                face.amount().divide(rate.value().multiply(step), 0, RoundingMode.CEILING);
        return new Asking(new Money(steps.multiply(step), unit), face, rate);
    }
}
