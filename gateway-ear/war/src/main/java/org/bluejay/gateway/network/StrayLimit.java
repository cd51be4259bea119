package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * How many callbacks that name no channel are kept, so that strangers cannot fill the disk with
 * them: a handful at once, and a thousand an hour on each node.
 */
@ApplicationScoped
class StrayLimit {

    private static final double AN_HOUR = 1_000;
    private static final double AT_ONCE = 100;
    private static final double PER_NANO = AN_HOUR / 3_600e9;

    private double tokens = AT_ONCE;
    private long last = System.nanoTime();

    synchronized boolean admits() {
        long now = System.nanoTime();
        tokens = Math.min(AT_ONCE, tokens + (now - last) * PER_NANO);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
