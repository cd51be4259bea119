/**
 * Tells shops what has happened, at addresses of their choosing: endpoints they registered, and the
 * {@code webhookUrl} of a single invoice. Deliveries are made in the transaction that numbers the
 * events, leased by any node, tried again on a schedule, and kept with every attempt.
 *
 * <p>Work is taken by lane, one for each receiver, under a limit that shrinks when the receiver
 * fails: a dead one slows nobody else. Uses event, audit, idempotency, http and shared.
 */
package org.bluejay.gateway.webhook;
