/**
 * The one way out. Every request that the gateway sends to an address which somebody else has
 * chosen goes through here: the address is looked up once, checked, and that same address is
 * called; no redirect is followed, and time and size are bounded. Uses nothing but the SPI, whose
 * {@code Http} it implements.
 */
package org.bluejay.gateway.http;
