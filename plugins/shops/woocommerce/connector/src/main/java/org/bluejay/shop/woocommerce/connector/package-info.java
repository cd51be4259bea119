/**
 * The connector to WooCommerce: orders read, settled, cancelled, refunded on paper and annotated
 * over REST {@code wc/v3}, with nothing installed in the shop.
 */
package org.bluejay.shop.woocommerce.connector;
