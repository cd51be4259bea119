package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/**
 * How many callbacks that name no channel are kept, so that strangers cannot fill the disk with
 * them: a handful at once, and a thousand an hour on each node.
 */
@ApplicationScoped
class StrayLimit {

    private static final System.Logger LOG = System.getLogger(StrayLimit.class.getName());

    private static final double AN_HOUR = 1_000;
    private static final double AT_ONCE = 100;
    private static final double PER_NANO = AN_HOUR / 3_600e9;

    private boolean full;
    private double tokens = AT_ONCE;
    private final LongSupplier nanos;
    private long last;

    StrayLimit() {
        this(System::nanoTime);
    }

    StrayLimit(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    synchronized boolean admits() {
        long now = nanos.getAsLong();
        tokens = Math.min(AT_ONCE, tokens + (now - last) * PER_NANO);
        last = now;
        boolean admitted = tokens >= 1;
        if (admitted) {
            tokens--;
        } else if (!full) {
            // Once, or strangers could fill the log instead.
            LOG.log(Level.WARNING, "event=stray-callbacks-dropped");
        }
        full = !admitted;
        return admitted;
    }
}
