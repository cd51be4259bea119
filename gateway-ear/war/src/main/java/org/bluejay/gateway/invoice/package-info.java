/**
 * What is asked of a payer, the ways chosen to pay it, and the money that came. Everything a
 * network says of money goes through one door, {@link
 * org.bluejay.gateway.invoice.InvoiceService#apply}, under the invoice's lock; money that goes back
 * leaves through {@link org.bluejay.gateway.invoice.MoneyBack}. Uses network, source, rate, ledger,
 * event, audit, idempotency, currency, merchant and shared.
 */
package org.bluejay.gateway.invoice;
