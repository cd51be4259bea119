/**
 * What one unit is worth in another: entered by the operator, or polled from public sources into
 * the database, one node at a time. A rate that is old or doubtful is no rate. Uses currency,
 * shared and the way out of the connector API.
 */
package org.bluejay.gateway.rate;
