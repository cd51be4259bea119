/**
 * The connectors that lie in the connectors folder: found, judged, loaded into class loaders of
 * their own, replaced while the gateway runs, and shown with their faults; how they are called:
 * opened for a channel or a connection, kept open, and asked with limits on time and number; and
 * how what comes in for them from outside is taken, sealed and read in turn. Knows what a connector
 * says of itself, and nothing of orders or money. Uses shared and the SPI.
 */
package org.bluejay.gateway.connector;
