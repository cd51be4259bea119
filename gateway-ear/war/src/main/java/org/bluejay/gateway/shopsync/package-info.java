/**
 * Shops on platforms, and what becomes of their orders: connections to them, the webhooks they
 * send, and the one thing that is done about an order for whatever reason: it is read, compared
 * with the money that came for it over all its invoices, and brought to what the difference asks
 * for. Nothing that happened is ever replayed. Keys that platforms hand out are asked for here too.
 * Uses connector, invoice, event, merchant, audit, idempotency, page and shared.
 */
package org.bluejay.gateway.shopsync;
