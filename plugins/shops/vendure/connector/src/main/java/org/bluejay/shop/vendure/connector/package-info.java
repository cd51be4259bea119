/**
 * Vendure shops by their Admin API, with nothing installed in them. Knows Vendure's words (states
 * of orders and payments, whole small units, results that are unions) and turns them into the
 * SPI's.
 */
package org.bluejay.shop.vendure.connector;
