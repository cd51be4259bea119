package org.bluejay.gateway.connector;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much a far side is asked, on one node: by so many calls at the same time, and by none while
 * it keeps failing or wants a pause. Whoever may call has a turn, which ends with the call, and
 * says once what came of it.
 *
 * @param <E> how its connector fails
 */
final class Restraint<E extends Exception> {

    private static final int MAX_CALLS = 32;
    private static final Duration PATIENCE_FOR_TURN = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** Opens when half of the last calls failed, and tries again after half a minute. */
    private static final CircuitBreakerConfig BREAKER =
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(10)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(Duration.ofSeconds(30))
                    .permittedNumberOfCallsInHalfOpenState(3)
                    .build();

    private final Failures<E> failures;
    private final CircuitBreaker breaker;
    private final Semaphore turns = new Semaphore(MAX_CALLS);
    private volatile long throttledUntil = System.nanoTime();

    /**
     * @param id the channel's or the connection's
     */
    Restraint(UUID id, Failures<E> failures) {
        this.failures = failures;
        this.breaker = CircuitBreaker.of(id.toString(), BREAKER);
    }

    /**
     * Waits for a turn, for a short time.
     *
     * @throws E not sent or throttled, when there is no call to be made now
     */
    void takeTurn() throws E {
        long throttled = throttledUntil - System.nanoTime();
        if (throttled > 0) {
            throw failures.throttled(
                    "the " + failures.farSide() + " asked for a pause",
                    Duration.ofNanos(throttled));
        }
        waitForTurn();
        if (!breaker.tryAcquirePermission()) {
            turns.release();
            throw failures.notSent(
                    "the "
                            + failures.farSide()
                            + " failed too often and is left alone for a moment",
                    null);
        }
    }

    private void waitForTurn() throws E {
        boolean given;
        try {
            given = turns.tryAcquire(PATIENCE_FOR_TURN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.notSent("the gateway is stopping", e);
        }
        if (!given) {
            throw failures.notSent(
                    "too many calls to this " + failures.farSide() + " are waiting", null);
        }
    }

    /** The call has really ended, however long its caller waited. */
    void endTurn() {
        turns.release();
    }

    /** The call never began: the far side has no part in it. */
    void neverBegan() {
        breaker.releasePermission();
    }

    void answered(long nanos) {
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(Exception thrown, long nanos) {
        E failure = failures.type().isInstance(thrown) ? failures.type().cast(thrown) : null;
        if (failure != null && failures.isAnswer(failure)) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else if (failure != null && failures.isThrottled(failure)) {
            throttledUntil = System.nanoTime() + bounded(failures.retryAfter(failure)).toNanos();
            breaker.releasePermission();
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, thrown);
        }
    }

    private static Duration bounded(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
