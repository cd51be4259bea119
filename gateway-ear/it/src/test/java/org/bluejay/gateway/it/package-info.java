/**
 * The packaged gateway, seen from outside: started with {@code ./bluejay run}, spoken to by HTTP
 * and with a browser, killed without warning. Uses nothing of the gateway's own code.
 */
package org.bluejay.gateway.it;
