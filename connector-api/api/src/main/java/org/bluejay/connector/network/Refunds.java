package org.bluejay.connector.network;

import java.util.Optional;

/**
 * Implemented by a {@link PaymentNetwork} that can give money back. A reference is one refund,
 * however often it is asked for, and a refund can be found by it: that is how the host finds out
 * what became of one whose answer was lost.
 *
 * <p>The host counts what was given back already and never asks for more than came, but a network
 * that knows better refuses.
 */
public interface Refunds {

    /**
     * {@link NetworkException.Refused#code()} of a refund whose {@link RefundRequest#destination()}
     * is missing where the network needs one, or will not do.
     */
    String DESTINATION = "destination";

    /**
     * Gives money back. The same {@link RefundRequest#reference()} again answers how that refund
     * stands, and moves nothing a second time.
     *
     * @throws NetworkException which says whether the money may have moved; after {@link
     *     NetworkException.OutcomeUnknown} the host looks the refund up before anything else. A
     *     {@link NetworkException.Refused} is final: nothing has moved and nothing will
     */
    RefundReport refund(RefundRequest request) throws NetworkException;

    /**
     * How a refund stands now. Reads only.
     *
     * @param reference ours
     * @return empty when the network is sure that it has no such refund: what was sent before this
     *     was asked has not arrived. The host may then send it again, under the same reference
     * @throws NetworkException when there is no reliable answer; nothing is concluded from it
     */
    Optional<RefundReport> lookUpRefund(String reference) throws NetworkException;
}
