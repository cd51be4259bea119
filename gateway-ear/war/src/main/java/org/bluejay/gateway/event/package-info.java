/**
 * What has happened, kept for those who were not there. An event is written in the transaction of
 * its cause, without a position; the numberer gives positions to committed events, one after the
 * other, and every reader reads by position. An unnumbered event is the outbox: nothing else has to
 * be written for it to be told. Uses shared.
 */
package org.bluejay.gateway.event;
