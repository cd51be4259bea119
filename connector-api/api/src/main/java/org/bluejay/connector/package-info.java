/**
 * What every Bluejay connector stands on: exact money, settings as data, and the few things the
 * host lends out (time, HTTP, a small durable store). Plain Java 17 with no dependency; versioned
 * by itself.
 */
package org.bluejay.connector;
