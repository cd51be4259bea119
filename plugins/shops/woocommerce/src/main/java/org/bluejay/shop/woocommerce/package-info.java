/**
 * What the build needs to make a WordPress plugin out of its sources. Uses the JDK alone; nothing
 * of it is installed in a shop.
 */
package org.bluejay.shop.woocommerce;
