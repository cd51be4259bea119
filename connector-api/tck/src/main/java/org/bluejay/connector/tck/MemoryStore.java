package org.bluejay.connector.tck;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bluejay.connector.DurableStore;

/**
 * A channel's store for tests: thread-safe, with the limits of the real one, and as durable as the
 * object itself. Give the same object to a connector opened later, and it finds what the first one
 * left.
 */
public final class MemoryStore implements DurableStore {

    private static final int MAX_KEY = 200;
    private static final int MAX_BYTES = 64 * 1024;

    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();
    private final AtomicBoolean broken = new AtomicBoolean();

    /** From now on every call fails, as it does while the host's database is away. */
    public void fail() {
        broken.set(true);
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(checked(key)));
    }

    @Override
    public void put(String key, String value) {
        values.put(checked(key), limited(value));
    }

    @Override
    public String putIfAbsent(String key, String value) {
        String earlier = values.putIfAbsent(checked(key), limited(value));
        return earlier == null ? value : earlier;
    }

    @Override
    public boolean replace(String key, String expected, String value) {
        return values.replace(checked(key), expected, limited(value));
    }

    @Override
    public void remove(String key) {
        values.remove(checked(key));
    }

    @Override
    public long next(String sequence) {
        return sequences
                .computeIfAbsent(checked(sequence), name -> new AtomicLong())
                .getAndIncrement();
    }

    /** Whether nothing was ever kept here. */
    public boolean isEmpty() {
        return values.isEmpty() && sequences.isEmpty();
    }

    private String checked(String key) {
        if (broken.get()) {
            throw new IllegalStateException("the store is away");
        }
        Objects.requireNonNull(key, "key");
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY + " characters");
        }
        return key;
    }

    private static String limited(String value) {
        Objects.requireNonNull(value, "value");
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a value has at most 64 KiB");
        }
        return value;
    }
}
