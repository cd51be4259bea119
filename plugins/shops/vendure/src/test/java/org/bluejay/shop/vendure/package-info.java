/**
 * Tries both halves on a real Vendure: runs the tests of the npm package in {@code shop/}, which
 * are written in its own language, and the connector in {@code connector/}. May use the packaged
 * gateway, which it starts as a user does.
 */
package org.bluejay.shop.vendure;
