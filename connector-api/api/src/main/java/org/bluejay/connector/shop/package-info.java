/**
 * The SPI of shop platforms: found by {@link java.util.ServiceLoader} as {@link
 * ShopConnectorProvider}, opened once a connection, asked about one order at a time. The host never
 * replays what happened: it reads the order as the shop has it, compares it with the money it
 * knows, and has the difference written. So every write names what the order shall come to, never a
 * step, and writing it twice is writing it once. What a platform can do besides is a further
 * interface, so that no flag can disagree with the code.
 */
package org.bluejay.connector.shop;
