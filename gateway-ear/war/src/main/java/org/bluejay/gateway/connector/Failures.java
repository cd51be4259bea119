package org.bluejay.gateway.connector;

import java.time.Duration;

/**
 * How connectors of one kind say that something failed, so that the gateway can say it in the same
 * words and understand theirs.
 *
 * @param <E> what they throw
 */
public interface Failures<E extends Exception> {

    Class<E> type();

    /** What is behind the connector, for people: {@code network}. */
    String farSide();

    /** Nothing was done: safe to ask again. */
    E notSent(String message, Throwable cause);

    /** It may have been done. */
    E outcomeUnknown(String message, Throwable cause);

    /** Nothing was done, and the far side wants a pause. */
    E throttled(String message, Duration retryAfter);

    boolean isThrottled(E failure);

    /**
     * @param throttled one that {@link #isThrottled}
     * @return whatever the connector gave: it may be null, negative or without end
     */
    Duration retryAfter(E throttled);

    /** Whether it is an answer of the far side: a no is one, too. */
    boolean isAnswer(E failure);
}
