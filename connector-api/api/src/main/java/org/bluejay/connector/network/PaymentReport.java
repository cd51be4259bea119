package org.bluejay.connector.network;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bluejay.connector.Money;

/**
 * What a network says of one payment: each transfer it names is taken over as it stands now, so
 * that hearing it twice, or late, does no harm. A transfer it does not name is left as it is: money
 * is taken back only by saying so.
 *
 * @param handle which payment
 * @param state whether more may come
 * @param transfers money seen, each with its own identity
 * @param reason for {@link State#FAILED}: a short code and words for the person who looks; else
 *     empty
 */
public record PaymentReport(
        PaymentHandle handle, State state, List<Transfer> transfers, String reason) {

    /** How the request for payment stands; what became of the money stands in the transfers. */
    public enum State {
        /** The payer may still pay: ask again. */
        OPEN,
        /** All that was asked for has come; the network expects no more. */
        COMPLETED,
        /** Over without money: refused, cancelled by the payer, timed out at the network. */
        FAILED
    }

    public PaymentReport {
        Objects.requireNonNull(handle, "handle");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        transfers = List.copyOf(transfers);
    }

    /** Nothing seen yet. */
    public static PaymentReport open(PaymentHandle handle) {
        return new PaymentReport(handle, State.OPEN, List.of(), "");
    }

    public static PaymentReport failed(PaymentHandle handle, String reason) {
        return new PaymentReport(handle, State.FAILED, List.of(), reason);
    }

    /**
     * One movement of money on the network.
     *
     * @param networkId canonical id: unique in this network and environment for ever, such as
     *     {@code txid:vout}
     * @param aliases other ids the same movement goes by, such as a receipt number known later
     * @param amount what moved, in the unit of the network
     * @param state how sure it is
     * @param occurredAt when, by the network's own clock
     * @param evidenceAt from when the knowledge is: the block, or the start of the look-up. A
     *     change to {@link TransferState#DROPPED} or {@link TransferState#REVERSED} counts only
     *     with evidence newer than the last; after such a change, so does whatever brings it back
     * @param provisional whether {@code networkId} is a placeholder until the network's receipt is
     *     known
     */
    public record Transfer(
            String networkId,
            Set<String> aliases,
            Money amount,
            TransferState state,
            Instant occurredAt,
            Instant evidenceAt,
            boolean provisional) {

        public Transfer {
            Objects.requireNonNull(networkId, "networkId");
            Objects.requireNonNull(amount, "amount");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(occurredAt, "occurredAt");
            Objects.requireNonNull(evidenceAt, "evidenceAt");
            aliases = Set.copyOf(aliases);
            if (!amount.isPositive()) {
                throw new IllegalArgumentException(
                        "transfer " + networkId + ": the amount must be positive");
            }
        }
    }

    /** The life of a transfer. */
    public enum TransferState {
        /** Seen, not yet sure: in a mempool, below its confirmations. */
        DETECTED,
        /** Sure enough to give the goods away. */
        SETTLED,
        /** Seen once and gone again before it settled: replaced, double spent. */
        DROPPED,
        /** Settled, and taken back by the network all the same: a reorganisation, a reversal. */
        REVERSED
    }
}
