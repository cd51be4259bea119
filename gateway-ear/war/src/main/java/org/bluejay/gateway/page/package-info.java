/**
 * What every page that people look at has in common: the six languages and how they count and write
 * amounts, the drawing of templates, the headers that keep a page to itself, and the check that a
 * form was sent from one of our own pages. It knows nothing of invoices or shops.
 *
 * <p>May use: {@code shared}, the connector SPI's {@code Money}, JTE, Jakarta REST and Servlet.
 */
package org.bluejay.gateway.page;
