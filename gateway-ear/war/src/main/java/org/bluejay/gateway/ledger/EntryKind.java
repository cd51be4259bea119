package org.bluejay.gateway.ledger;

/** What happened that made an entry necessary. */
public enum EntryKind {
    /** Money is there for sure, matched with an invoice or not. */
    PAYMENT_SETTLED,
    /** Money that nobody knew the purpose of was given to an invoice. */
    PAYMENT_ASSIGNED,
    /** It was given to the wrong one, and taken from it again. */
    PAYMENT_UNASSIGNED,
    /** The network took settled money back. */
    PAYMENT_REVERSED,
    /** Money is to go back to the payer, and is set aside. */
    REFUND_CREATED,
    /** It has gone. */
    REFUND_COMPLETED,
    /** It has not gone and will not: what was set aside is there again. */
    REFUND_FAILED
}
