package org.bluejay.connector.network;

import java.util.Objects;

/**
 * By which both sides know one payment.
 *
 * @param reference ours: the attempt's id
 * @param networkReference the network's, such as a checkout request id or an address; empty while
 *     it has given none
 */
public record PaymentHandle(String reference, String networkReference) {

    public PaymentHandle {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(networkReference, "networkReference");
    }
}
