package org.bluejay.gateway.network;

import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;

/**
 * Where what networks say is taken to: the door of the room above. Both methods are called outside
 * any transaction; one that throws is called again later with the same, for weeks if need be.
 */
public interface PaymentReports {

    /**
     * Takes over what a network has proven. It may be heard twice, late and out of order.
     *
     * @param channel whose callback it was
     * @param token the last segment of the address that was called: names the attempt, if any
     */
    void apply(Channel channel, String token, PaymentReport report);

    /** Something may have happened to a payment: it is worth a look-up now. */
    void hint(Channel channel, String token, PaymentHandle handle);
}
