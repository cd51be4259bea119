/**
 * Money that goes back to payers: how much may, by which way, and what became of it. Decided under
 * the invoice's lock, sent outside any transaction, and looked up whenever an answer was lost. Uses
 * invoice, network, ledger, audit, idempotency and shared.
 */
package org.bluejay.gateway.refund;
