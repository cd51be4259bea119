package org.bluejay.gateway.refund;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What is to go back to the payer.
 *
 * @param amount in the invoice's currency, a decimal string; all that is left of the payment when
 *     left out
 * @param paymentId of which payment of the invoice; may be left out when only one has anything left
 * @param destination where to, such as a phone number or an address; where the payment came from
 *     when left out, which not every network can do. Kept encrypted, and never shown again
 * @param shopRefundId the shop platform's own id, when the refund was begun there; one id is one
 *     refund
 * @param networkRefundId the network's own id, when somebody has given the money back there
 *     already: nothing is sent, it is only recorded
 */
public record NewRefund(
        @Pattern(
                        regexp = "[0-9]{1,15}(\\.[0-9]{1,18})?",
                        message = "must be a decimal string such as \"49.00\"")
                String amount,
        @Pattern(
                        regexp = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
                        message = "must be an id such as 019aa6f2-0000-7000-8000-000000000000")
                String paymentId,
        @Size(min = 1, max = 200) String destination,
        @Size(min = 1, max = 128) String shopRefundId,
        @Size(min = 1, max = 200) String networkRefundId) {

    /** All that is left of the only payment. */
    static final NewRefund ALL = new NewRefund(null, null, null, null, null);

    /** The destination is not for logs. */
    @Override
    public String toString() {
        return "NewRefund[" + amount + " of " + paymentId + "]";
    }
}
