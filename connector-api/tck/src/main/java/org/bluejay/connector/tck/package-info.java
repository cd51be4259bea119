/**
 * What every connector promises, as tests its author inherits, and the stand-ins to run them with.
 * An author writes one {@link org.bluejay.connector.tck.NetworkFixture} and one class that
 * implements {@link org.bluejay.connector.tck.PaymentNetworkContract}; which promises are tested
 * follows from the interfaces that the opened network implements. Uses the SPI, JUnit and AssertJ;
 * never part of a running gateway.
 */
package org.bluejay.connector.tck;
