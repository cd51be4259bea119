package org.bluejay.gateway.event;

/**
 * Told on this node after a batch of events was numbered and committed: now is a good moment to
 * read on. Events that another node numbered are not told; whoever listens also polls.
 *
 * @param last the last position given
 */
public record EventsReadable(long last) {}
