package org.bluejay.connector.shop;

import java.util.Objects;

/**
 * An order that will not be paid.
 *
 * @param orderId the platform's own id
 * @param reason one sentence for the shop's staff, in English
 */
public record Cancellation(String orderId, String reason) {

    public Cancellation {
        Objects.requireNonNull(orderId, "orderId");
        Objects.requireNonNull(reason, "reason");
    }
}
