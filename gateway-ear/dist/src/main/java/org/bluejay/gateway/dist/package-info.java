/**
 * The command line: starts the gateway on Payara Micro, says when it is ready, and ends it.
 *
 * <p>It may use the JDK, picocli and Payara Micro's boot API. It knows the WAR only as a file, and
 * talks to it by system properties before the start and by HTTP after it.
 */
package org.bluejay.gateway.dist;
