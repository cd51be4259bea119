/**
 * What every connector promises, as tests its author inherits, and the stand-ins to run them with.
 * An author writes one {@link org.bluejay.connector.tck.NetworkFixture} and one class that
 * implements {@link org.bluejay.connector.tck.PaymentNetworkContract}, or for a shop platform a
 * {@link org.bluejay.connector.tck.ShopFixture} and a {@link
 * org.bluejay.connector.tck.ShopConnectorContract}; which promises are tested follows from the
 * interfaces that the opened connector implements. Uses the SPI, JUnit and AssertJ; never part of a
 * running gateway.
 */
package org.bluejay.connector.tck;
