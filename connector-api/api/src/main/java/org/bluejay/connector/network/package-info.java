/**
 * The SPI of payment networks: found by {@link java.util.ServiceLoader} as {@link
 * PaymentNetworkProvider}, opened once a channel, asked for payments. What a network can do besides
 * is a further interface it implements, so that no flag can disagree with the code. The one
 * question after every failure: may the money have moved?
 */
package org.bluejay.connector.network;
