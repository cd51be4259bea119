/**
 * Runs the tests of the npm package in {@code shop/}, which are written in its own language, as part of the build. May
 * use the packaged gateway, which it starts as a user does.
 */
package org.bluejay.shop.vendure;
