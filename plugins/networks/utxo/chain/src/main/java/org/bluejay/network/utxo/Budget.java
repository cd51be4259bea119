package org.bluejay.network.utxo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of one reading. A host gives up a reading that takes too long, and would begin it anew
 * for ever; who asks here stops in time with what there is.
 */
record Budget(Clock clock, Instant began) {

    private static final Duration MOST = Duration.ofSeconds(8);

    /** Whichever way the clock was set meanwhile. */
    boolean isSpent() {
        return Duration.between(began, clock.instant()).abs().compareTo(MOST) > 0;
    }
}
