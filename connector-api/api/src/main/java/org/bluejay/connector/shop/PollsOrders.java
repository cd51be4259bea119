package org.bluejay.connector.shop;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Implemented by a {@link ShopConnector} that can be asked what changed. No platform known delivers
 * every webhook, so all that can should.
 */
public interface PollsOrders {

    /** Most characters of a cursor. */
    int MAX_CURSOR = 4_096;

    /** Most orders in one answer. */
    int MOST = 100;

    /**
     * Orders that were made or changed since the cursor was given; one that changed twice is told
     * of at least once. Skips nothing: clocks go wrong and changes become visible late, so that
     * some are told of again.
     *
     * @param cursor what the last poll answered as {@link Changes#next()}; empty at first, which
     *     means from now on
     * @throws ShopException when there is no reliable answer: the same cursor is tried again
     */
    Changes changedSince(String cursor) throws ShopException;

    /** How long to rest after a poll that left nothing to read: five seconds to an hour. */
    Duration pause();

    /**
     * One page of what changed.
     *
     * @param next where to read on; at most {@link #MAX_CURSOR} characters
     * @param orders in any order, at most {@link #MOST}
     * @param more whether there is more to read at once
     */
    record Changes(String next, List<OrderChange> orders, boolean more) {

        public Changes {
            Objects.requireNonNull(next, "next");
            orders = List.copyOf(orders);
            if (next.length() > MAX_CURSOR) {
                throw new IllegalArgumentException(
                        "a cursor has at most " + MAX_CURSOR + " characters");
            }
            if (orders.size() > MOST) {
                throw new IllegalArgumentException("a page has at most " + MOST + " orders");
            }
        }
    }
}
