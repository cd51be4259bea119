/**
 * A payment network that moves no money and acts out whatever it is told: it stands in for codes,
 * approvals and redirects, so that a shop can try everything that may happen to it. Uses the
 * connector SPI and the JDK; all it knows lies in the channel's store.
 */
package org.bluejay.network.sandbox;
