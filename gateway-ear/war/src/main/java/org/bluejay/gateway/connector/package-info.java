/**
 * The connectors that lie in the connectors folder: found, judged, loaded into class loaders of
 * their own, replaced while the gateway runs, and shown with their faults. Knows what a connector
 * says of itself, and nothing of shops or money. Uses shared and the SPI.
 */
package org.bluejay.gateway.connector;
