/**
 * The payment networks as shops use them: channels (a shop's configured connections), calls into
 * connectors with limits on time and number, and the callbacks that networks send, kept before they
 * are answered. Knows of payments only what a network is asked and what it reports; what a report
 * means is the business of whoever implements {@link org.bluejay.gateway.network.PaymentReports}.
 * Uses connector, merchant, audit, idempotency, http and shared.
 */
package org.bluejay.gateway.network;
