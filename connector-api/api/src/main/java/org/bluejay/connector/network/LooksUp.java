package org.bluejay.connector.network;

import java.time.Duration;

/** Implemented by a {@link PaymentNetwork} that can be asked how one payment stands. */
public interface LooksUp {

    /**
     * What the network itself says of the payment now; asked until the report is final. Reads only.
     *
     * @throws NetworkException when there is no reliable answer; nothing is concluded from it
     */
    PaymentReport lookUp(PaymentHandle handle) throws NetworkException;

    /**
     * How long to wait before the next look-up.
     *
     * @param attempt how many look-ups this payment has had; 0 before the first
     */
    Duration pause(int attempt);
}
