package org.bluejay.connector.network;

import java.util.Objects;
import org.bluejay.connector.Money;

/**
 * Money to be given back.
 *
 * @param reference ours, unique for ever: the refund's id
 * @param paymentId which payment it is of: the {@link PaymentReport.Transfer#networkId()} that the
 *     network reported it by
 * @param amount in the unit that the payment came in; at most what came, less what was given back
 * @param destination where to, as the shop wrote it, such as a phone number or an address; empty
 *     for where the payment came from
 */
public record RefundRequest(String reference, String paymentId, Money amount, String destination) {

    public RefundRequest {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(paymentId, "paymentId");
        Objects.requireNonNull(destination, "destination");
        if (!amount.isPositive()) {
            throw new IllegalArgumentException(
                    "refund " + reference + ": the amount must be positive");
        }
    }

    /** Where the money goes to is the payer's own business. */
    @Override
    public String toString() {
        return "RefundRequest[" + reference + ", " + paymentId + ", " + amount + "]";
    }
}
