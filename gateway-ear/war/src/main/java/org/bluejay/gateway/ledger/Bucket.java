package org.bluejay.gateway.ledger;

/**
 * What an account is for. One that money comes from goes down, so the sum of all is nothing; {@code
 * docs/ledger.md} has a table of what moves between them.
 */
public enum Bucket {
    /** The merchant's own wallets and tills, where the gateway cannot reach: minus what came in. */
    EXTERNAL,
    /** The operator's wallets and tills: minus what lies there of this merchant's. */
    HOLDING,
    /** What the operator owes the merchant, in the asset that it holds; payouts draw on it. */
    AVAILABLE,
    /** Money that came, and nobody knows yet what for. */
    SUSPENSE,
    /** The other side of what was given in one asset for what came in another. */
    CONVERSION,
    /** What invoices were credited, in their currency. */
    CREDITED,
    /** What crediting a round sum gave (minus) or took (plus) against the bare rate. */
    ROUNDING,
    /** What is on its way back to payers, in the asset that they paid in. */
    REFUNDING
}
