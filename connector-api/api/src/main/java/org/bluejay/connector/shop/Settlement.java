package org.bluejay.connector.shop;

import java.util.Objects;
import org.bluejay.connector.Money;

/**
 * How much of an order is paid.
 *
 * @param orderId the platform's own id
 * @param paid in all, from the first payment on: what the shop shall have recorded afterwards,
 *     never what to add
 * @param total of the order as it was read; the host caps {@code paid} at it
 * @param reference our id of the payment, for the shop's field of a transaction id: at most 36
 *     characters
 */
public record Settlement(String orderId, Money paid, Money total, String reference) {

    public Settlement {
        Objects.requireNonNull(orderId, "orderId");
        Objects.requireNonNull(reference, "reference");
        if (!paid.isPositive() || !total.isAtLeast(paid)) {
            throw new IllegalArgumentException(
                    "an order is settled to more than nothing and at most its total of "
                            + total
                            + ", not to "
                            + paid);
        }
    }

    public boolean isFull() {
        return paid.equals(total);
    }
}
