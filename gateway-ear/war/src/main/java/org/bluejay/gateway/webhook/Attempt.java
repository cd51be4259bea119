package org.bluejay.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One try at a delivery and what came of it.
 *
 * @param startedAt system time
 * @param status empty when there was no answer
 * @param error why there was none, or empty
 * @param answer its first part
 * @param retryAfter when the receiver wants to be asked again
 */
record Attempt(
        Delivery delivery,
        Instant startedAt,
        Duration latency,
        Optional<Integer> status,
        String error,
        String answer,
        Optional<Duration> retryAfter) {

    private static final int GONE = 410;

    boolean delivered() {
        return status.filter(code -> code >= 200 && code < 300).isPresent();
    }

    /** The receiver does not want to hear of anything again. */
    boolean gone() {
        return status.filter(code -> code == GONE).isPresent();
    }

    int number() {
        return delivery.attempts() + 1;
    }
}
