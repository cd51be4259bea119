package org.bluejay.connector;

import java.util.Optional;

/**
 * The small memory that the host keeps for one channel, on disk and shared by all nodes; connectors
 * keep nothing in their own. Each call is one short transaction: what it answered survives a crash
 * right after.
 *
 * <p>Keys have at most 200 characters, values at most 64 KiB, and both are refused with {@link
 * IllegalArgumentException} beyond that.
 */
public interface DurableStore {

    Optional<String> get(String key);

    /** Writes a value, new or instead of the last. */
    void put(String key, String value);

    /**
     * Writes a value unless there is one.
     *
     * @return the value that holds from now on: the given one, or the earlier one
     */
    String putIfAbsent(String key, String value);

    /**
     * Writes {@code value} only if {@code expected} is what holds, so that of two nodes one wins.
     *
     * @return whether it was written
     */
    boolean replace(String key, String expected, String value);

    void remove(String key);

    /** The next number of a sequence: 0, 1, 2 …; a number once given is never given again. */
    long next(String sequence);
}
