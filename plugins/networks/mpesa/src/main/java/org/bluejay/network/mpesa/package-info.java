/**
 * M-Pesa of Safaricom Kenya, over its API Daraja: a prompt on the payer's phone (STK push), paid to
 * a paybill or a till. Callbacks are unsigned and come once or never, so the status query is the
 * truth; a request whose answer was lost is never made again. Uses the connector SPI and Jackson.
 */
package org.bluejay.network.mpesa;
