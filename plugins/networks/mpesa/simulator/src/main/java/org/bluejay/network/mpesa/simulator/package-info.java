/**
 * A stand-in for Safaricom's Daraja and for the phones of those who pay: the shapes, codes and
 * inconsistencies of the real one, on the loopback, with no money. Uses the JDK's HTTP server and
 * Jackson; knows nothing of Bluejay.
 */
package org.bluejay.network.mpesa.simulator;
