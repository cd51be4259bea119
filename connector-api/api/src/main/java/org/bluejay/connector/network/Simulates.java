package org.bluejay.connector.network;

import java.time.Duration;
import java.util.List;
import org.bluejay.connector.InboundCallback;

/**
 * Implemented by a network of the sandbox, which can act out what payers and networks do, good and
 * bad. Live shops never get such a network.
 */
public interface Simulates {

    /**
     * Lets something happen at the far side, and answers with the callbacks the network would now
     * send. The host sends them the way they would come from outside; their loss, doubling or delay
     * is the host's part.
     *
     * @throws NetworkException.Refused when the scenario makes no sense for this payment, such as
     *     dropping what was never detected
     */
    List<SimulatedCallback> simulate(PaymentHandle handle, Scenario scenario)
            throws NetworkException.Refused;

    /** What happens to the payment. */
    enum Scenario {
        /** The whole amount arrives and settles. */
        PAID,
        /** The whole amount is seen, not yet settled; {@link #PAID} afterwards settles it. */
        DETECTED,
        /** Half of the amount, rounded up to the smallest step, settles. */
        UNDERPAID,
        /** One and a half times the amount settles. */
        OVERPAID,
        /** The whole amount settles, with a time after the invoice's expiry. */
        LATE,
        /** What was detected is gone again; what had settled is reversed. */
        DROPPED,
        /** The whole amount settles, twice, as two transfers. */
        DUPLICATE,
        /** The network gives the payment up without money. */
        FAILED
    }

    /**
     * @param callback as the network would send it
     * @param after how long after the scenario
     */
    record SimulatedCallback(InboundCallback callback, Duration after) {}
}
