package org.bluejay.gateway.refund;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import org.bluejay.connector.Money;
import org.bluejay.gateway.invoice.SettledPayment;
import org.bluejay.gateway.shared.Problem;

/**
 * Which part of a payment goes back. Its promise: the parts of a payment together are never more
 * than the payment, neither in the invoice's currency nor in its own asset, and the last of them is
 * all that is left in both.
 *
 * @param amount in the invoice's currency
 * @param assetAmount in the asset that came, at the rate at which it came
 * @param rounding its part of the payment's rounding
 */
record RefundShare(Money amount, Money assetAmount, BigDecimal rounding) {

    private static final int LEDGER_SCALE = 18;

    /**
     * All of a payment that has not gone back.
     *
     * @param earlier refunds of this payment that have not failed
     */
    static RefundShare left(SettledPayment payment, Collection<Refund> earlier) {
        Money amount = payment.credited();
        Money assetAmount = payment.amount();
        BigDecimal rounding = payment.rounding();
        for (Refund refund : earlier) {
            amount = amount.minus(refund.amount());
            assetAmount = assetAmount.minus(refund.assetAmount());
            rounding = rounding.subtract(refund.rounding());
        }
        return new RefundShare(amount, assetAmount, rounding);
    }

    /**
     * The part of it that is worth {@code wanted}.
     *
     * @param wanted at most {@link #amount}
     * @throws Problem 422 when that is less than the least coin there is of the asset
     */
    RefundShare of(Money wanted, SettledPayment payment) {
        RefundShare part = wanted.equals(amount) ? this : part(wanted, payment);
        if (!part.assetAmount.isPositive()) {
            throw Problem.invalid(
                    "amount",
                    "is worth less than the least amount of "
                            + payment.amount().currency().code()
                            + " that can be given back");
        }
        return part;
    }

    private RefundShare part(Money wanted, SettledPayment payment) {
        BigDecimal share =
                payment.amount()
                        .amount()
                        .multiply(wanted.amount())
                        .divide(
                                payment.credited().amount(),
                                payment.amount().currency().decimals(),
                                RoundingMode.DOWN);
        BigDecimal given = share.min(assetAmount.amount());
        BigDecimal atBareRate =
                given.multiply(payment.rate()).setScale(LEDGER_SCALE, RoundingMode.HALF_EVEN);
        return new RefundShare(
                wanted,
                new Money(given, payment.amount().currency()),
                wanted.amount().subtract(atBareRate));
    }
}
