/**
 * What every room may use: ids, problems, JSON, secrets, the clock, the database, and who is
 * calling. Knows no other room.
 */
package org.bluejay.gateway.shared;
