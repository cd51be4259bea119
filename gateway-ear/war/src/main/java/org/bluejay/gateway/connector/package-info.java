/**
 * The connectors that lie in the connectors folder: found, judged, loaded into class loaders of
 * their own, replaced while the gateway runs, and shown with their faults; and how they are called:
 * opened for a channel or a connection, kept open, and asked with limits on time and number. Knows
 * what a connector says of itself, and nothing of orders or money. Uses shared and the SPI.
 */
package org.bluejay.gateway.connector;
