package org.bluejay.gateway.ledger;

/** In whose wallet the money lies. The two never mix in one entry. */
public enum Custody {
    /** The merchant's own. */
    MERCHANT,
    /** The operator's, who owes it to the merchant. */
    OPERATOR
}
