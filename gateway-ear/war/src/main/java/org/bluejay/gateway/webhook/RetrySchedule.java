package org.bluejay.gateway.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery that failed is tried again: eight attempts over a day and a half. */
final class RetrySchedule {

    /** Pauses after the first, second … failed attempt. */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofHours(24));

    /** For so many failed attempts a delivery holds up its successors of the same object. */
    static final int ATTEMPTS_IN_ORDER = 3;

    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param attempts how many have failed
     * @param retryAfter what the receiver asked for; it can only make the pause longer
     * @return the pause, up to a tenth longer than scheduled so that a crowd spreads; empty when
     *     there have been enough
     */
    Optional<Duration> pauseAfter(int attempts, Optional<Duration> retryAfter) {
        if (attempts > PAUSES.size()) {
            return Optional.empty();
        }
        Duration scheduled = PAUSES.get(attempts - 1);
        long jitter = (long) (scheduled.toMillis() * JITTER * random.nextDouble());
        Duration pause = scheduled.plusMillis(jitter);
        return Optional.of(
                retryAfter
                        .map(asked -> shorter(asked, LONGEST_ASKED_FOR))
                        .filter(asked -> asked.compareTo(pause) > 0)
                        .orElse(pause));
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
