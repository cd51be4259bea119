package org.bluejay.gateway.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long to measure.
 *
 * @param warmUpRequests what a Java machine needs to have compiled what matters, however slow it is
 *     at first
 * @param warmUp the most time for that, and before each bench a part of it again
 * @param connections of the load, one bench after the other
 * @param rounds whose median counts
 * @param round of one of the two that are compared
 * @param deliveries of one round
 * @param backlog deliveries that wait for an endpoint that hangs
 * @param orders that are paid in one round, and as many in a shop that hangs
 */
record Effort(
        int warmUpRequests,
        Duration warmUp,
        List<Integer> connections,
        int rounds,
        Duration round,
        int deliveries,
        int backlog,
        int orders) {

    /** For the table. */
    static final Effort FULL =
            new Effort(
                    500_000,
                    Duration.ofMinutes(10),
                    List.of(8, 64),
                    5,
                    Duration.ofSeconds(5),
                    6_000,
                    100_000,
                    500);

    /** To see that the benches work. */
    static final Effort SMOKE =
            new Effort(
                    10, Duration.ofMillis(500), List.of(8), 1, Duration.ofMillis(500), 48, 200, 24);

    /** Brings one more kind of request up to speed, on a machine that is warm for others. */
    void warm(HttpLoad load) {
        warm(load, warmUpRequests / 10);
    }

    /** As long as so many requests take, but no longer than the most. */
    void warm(HttpLoad load, int requests) {
        long end = System.nanoTime() + warmUp.toNanos();
        int done = 0;
        while (done < requests && System.nanoTime() < end) {
            done += load.run(round).latencies().count();
        }
    }
}
