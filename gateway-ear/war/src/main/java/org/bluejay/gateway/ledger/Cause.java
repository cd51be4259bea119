package org.bluejay.gateway.ledger;

import java.util.Comparator;
import java.util.UUID;

/**
 * Why an entry is posted; one cause, one entry, however often it is told.
 *
 * @param kind what happened
 * @param id to what: a payment, a refund
 * @param number the first time that it happened to it, the second, …: a chain that changes its mind
 *     settles a payment twice
 */
public record Cause(EntryKind kind, UUID id, int number) {

    /** Everybody claims causes in this order, so nobody waits for one who waits for him. */
    static final Comparator<Cause> ORDER =
            Comparator.comparing(Cause::id)
                    .thenComparing(Cause::kind)
                    .thenComparingInt(Cause::number);
}
