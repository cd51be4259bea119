/**
 * What every connector promises, as tests its author inherits, and the stand-ins to run them with.
 * Uses the SPI, JUnit and AssertJ; never part of a running gateway.
 */
package org.bluejay.connector.tck;
