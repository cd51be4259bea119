package org.bluejay.gateway.bench;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param warmUp before anything is measured, and shorter before each bench
 * @param round of one of the two that are compared
 * @param deliveries of one round
 * @param backlog deliveries that wait for an endpoint that hangs
 */
record Effort(Duration warmUp, int rounds, Duration round, int deliveries, int backlog) {

    /** For the table. */
    static final Effort FULL =
            new Effort(Duration.ofSeconds(15), 5, Duration.ofSeconds(5), 6_000, 100_000);

    /** To see that the benches work. */
    static final Effort SMOKE =
            new Effort(Duration.ofMillis(300), 1, Duration.ofMillis(500), 50, 200);
}
