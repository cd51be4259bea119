package org.bluejay.gateway.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What many want to read at the same moment, read together. While one group is being read the next
 * gathers, and then one of those who wait reads for all of them: nothing lingers, and the busier it
 * is the more share a statement.
 *
 * <p>Its promise: what a caller gets was read after the caller came.
 *
 * @param <K> by what is read; has {@code equals} and {@code hashCode}
 */
public final class GroupRead<K, V> {

    private final Function<Set<K>, Map<K, V>> source;
    private final int most;
    private final Queue<Waiting<K, V>> waiting;
    private final AtomicBoolean reading = new AtomicBoolean();

    /**
     * @param turn completed when it is this caller's turn to read for all, or its value is there
     */
    record Waiting<K, V>(
            K key, CompletableFuture<Optional<V>> value, CompletableFuture<Boolean> turn) {

        void isToRead() {
            turn.complete(true);
        }

        void has(Optional<V> found) {
            value.complete(found);
            turn.complete(false);
        }

        void failed(Throwable why) {
            value.completeExceptionally(why);
            turn.complete(false);
        }
    }

    /**
     * @param source reads all of some keys; leaves out those of which there is nothing
     * @param most keys of one group
     */
    public GroupRead(Function<Set<K>, Map<K, V>> source, int most) {
        this(source, most, new ConcurrentLinkedQueue<>());
    }

    GroupRead(Function<Set<K>, Map<K, V>> source, int most, Queue<Waiting<K, V>> waiting) {
        this.source = source;
        this.most = most;
        this.waiting = waiting;
    }

    /**
     * The value of a key, as it is now.
     *
     * @throws RuntimeException what the source has thrown at whoever read, the same for all of a
     *     group
     * @throws CompletionException with an error that it has thrown
     */
    public Optional<V> get(K key) {
        Waiting<K, V> mine =
                new Waiting<>(key, new CompletableFuture<>(), new CompletableFuture<>());
        waiting.add(mine);
        if (reading.compareAndSet(false, true)) {
            lead();
        }
        // One group may have been too small for all who came before: then it is this one's turn
        // again.
        if (mine.turn().join()) {
            lead();
        }
        try {
            return mine.value().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException theirs ? theirs : e;
        }
    }

    private void lead() {
        try {
            readForAll();
        } finally {
            passOn();
        }
    }

    private void readForAll() {
        List<Waiting<K, V>> group = new ArrayList<>(most);
        while (group.size() < most && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        if (group.isEmpty()) {
            // The reader before has read for this caller too.
            return;
        }
        try {
            Map<K, V> found =
                    source.apply(
                            group.stream()
                                    .map(Waiting::key)
                                    .collect(Collectors.toUnmodifiableSet()));
            group.forEach(one -> one.has(Optional.ofNullable(found.get(one.key()))));
        } catch (RuntimeException | Error e) {
            group.forEach(one -> one.failed(e));
        }
    }

    /** Only who reads takes from the queue, so whoever is found there still waits. */
    private void passOn() {
        do {
            Waiting<K, V> next = waiting.peek();
            if (next != null) {
                next.isToRead();
                return;
            }
            reading.set(false);
            // Somebody may have come since the look, and found that one is reading.
        } while (!waiting.isEmpty() && reading.compareAndSet(false, true));
    }
}
