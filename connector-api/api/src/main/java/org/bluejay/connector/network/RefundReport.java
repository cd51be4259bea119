package org.bluejay.connector.network;

import java.util.Objects;

/**
 * How a refund stands at its network.
 *
 * @param reference ours
 * @param state whether the money has gone
 * @param networkId the network's own id of the refund; empty while it has given none
 * @param reason for {@link State#FAILED}: a short code and words for the person who looks; else
 *     empty. It is kept and shown, so it holds no personal data, such as the destination or the
 *     payer's name
 */
public record RefundReport(String reference, State state, String networkId, String reason) {

    /** The life of a refund. */
    public enum State {
        /** The network has it and will carry it out: ask again. */
        PROCESSING,
        /** The money has gone to the payer. */
        COMPLETED,
        /** It was not carried out and will not be: nothing has moved, or it came back. */
        FAILED
    }

    public RefundReport {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(networkId, "networkId");
        Objects.requireNonNull(reason, "reason");
    }

    public static RefundReport processing(String reference, String networkId) {
        return new RefundReport(reference, State.PROCESSING, networkId, "");
    }

    public static RefundReport completed(String reference, String networkId) {
        return new RefundReport(reference, State.COMPLETED, networkId, "");
    }

    public static RefundReport failed(String reference, String networkId, String reason) {
        return new RefundReport(reference, State.FAILED, networkId, reason);
    }
}
