/**
 * Where money is and whose it is, by double entry: each change of it is one journal entry, written
 * in the transaction of its cause, whose postings sum to nothing in each asset. Balances follow
 * from postings and are never set. Knows no invoice: who moves money says what it means. Uses
 * shared.
 */
package org.bluejay.gateway.ledger;
