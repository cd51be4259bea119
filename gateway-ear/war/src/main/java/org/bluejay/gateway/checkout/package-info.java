/**
 * The hosted checkout under {@code /pay/{link}}: the page on which a payer sees what is asked,
 * chooses how to pay, and learns what became of it. It shows what the invoice room knows and passes
 * on what the payer chooses; it decides nothing about money. The link is the only key to it.
 *
 * <p>May use: {@code invoice}, {@code page}, {@code shared} and the connector SPI.
 */
package org.bluejay.gateway.checkout;
