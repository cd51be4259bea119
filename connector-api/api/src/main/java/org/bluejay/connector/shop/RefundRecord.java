package org.bluejay.connector.shop;

import java.util.Objects;
import org.bluejay.connector.Money;

/**
 * How much of an order's money went back.
 *
 * @param orderId the platform's own id
 * @param refunded in all: what the shop shall have recorded afterwards, never what to add
 * @param reference our id of the last refund, to tell ours from those made in the shop: at most 36
 *     characters
 * @param reason one sentence for the shop's staff, in English
 */
public record RefundRecord(String orderId, Money refunded, String reference, String reason) {

    public RefundRecord {
        Objects.requireNonNull(orderId, "orderId");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(reason, "reason");
        if (!refunded.isPositive()) {
            throw new IllegalArgumentException("nothing was refunded: " + refunded);
        }
    }
}
