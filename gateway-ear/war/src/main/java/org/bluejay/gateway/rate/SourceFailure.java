package org.bluejay.gateway.rate;

import java.time.Duration;
import java.util.Optional;

/** A source gave no usable answer; what it said before goes on ageing. */
final class SourceFailure extends Exception {

    private final transient Duration retryAfter;

    SourceFailure(String message, Throwable cause) {
        super(message, cause);
        retryAfter = null;
    }

    /**
     * @param retryAfter how long it wants to be left alone; null when it did not say
     */
    SourceFailure(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
