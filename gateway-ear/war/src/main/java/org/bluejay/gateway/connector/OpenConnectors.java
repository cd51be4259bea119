package org.bluejay.gateway.connector;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps connectors of one kind open between calls, one for each channel or connection in use. One
 * whose settings or connector changed is opened anew; the one before is closed when its last call
 * has ended.
 *
 * @param <C> what is opened
 * @param <E> how it fails
 */
public final class OpenConnectors<C extends AutoCloseable, E extends Exception> {

    private static final int MOST = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);
    private static final int OPENING_SECONDS = 6;
    private static final int TRIES = 5;

    private final Failures<E> failures;

    private final Cache<UUID, Slot> slots =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterAccess(UNUSED)
                    .executor(Runnable::run)
                    .<UUID, Slot>evictionListener((id, slot, cause) -> slot.retire())
                    .build();

    public OpenConnectors(Failures<E> failures) {
        this.failures = failures;
    }

    /**
     * What is done with an open connector: one thing is asked, or something is only read. When the
     * connector is replaced before a question ran, it is done again from the beginning.
     */
    @FunctionalInterface
    public interface Use<C extends AutoCloseable, E extends Exception, T> {
        T with(OpenConnector<C, E> open) throws E, OpenConnector.Retired;
    }

    /** The place of one channel or connection; the lock keeps two callers from opening it twice. */
    private final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile OpenConnector<C, E> open;

        private void forget(OpenConnector<C, E> closed) {
            if (open == closed) {
                open = null;
            }
        }

        private void retire() {
            OpenConnector<C, E> last = open;
            if (last != null) {
                last.retire();
            }
        }
    }

    /**
     * Uses a connector; when it is replaced before a question ran, what took its place.
     *
     * @param name the connector's id, for people
     * @param now how it is opened now; empty when it is not loaded
     * @throws E not sent, when it is not loaded or cannot be opened
     */
    public <T> T use(String name, Supplier<Optional<Opening<C>>> now, Use<C, E, T> use) throws E {
        for (int i = 0; i < TRIES; i++) {
            Opening<C> opening =
                    now.get()
                            .orElseThrow(
                                    () ->
                                            failures.notSent(
                                                    "the connector " + name + " is not loaded",
                                                    null));
            try {
                return use.with(opened(opening));
            } catch (OpenConnector.Retired e) {
                Thread.onSpinWait();
            }
        }
        throw failures.notSent("the connector is being replaced", null);
    }

    private OpenConnector<C, E> opened(Opening<C> opening) throws E, OpenConnector.Retired {
        Slot slot = slots.get(opening.id(), id -> new Slot());
        OpenConnector<C, E> present = slot.open;
        if (present != null && present.fits(opening)) {
            return present;
        }
        lock(slot);
        try {
            OpenConnector<C, E> last = slot.open;
            if (last != null && last.fits(opening)) {
                return last;
            }
            OpenConnector<C, E> next = OpenConnector.open(opening, failures, slot::forget);
            slot.open = next;
            if (next.isClosed()) {
                slot.forget(next);
            }
            if (last != null) {
                last.retire();
            }
            return next;
        } finally {
            slot.lock.unlock();
        }
    }

    private void lock(Slot slot) throws E {
        try {
            if (!slot.lock.tryLock(OPENING_SECONDS, TimeUnit.SECONDS)) {
                throw failures.notSent(
                        "the " + failures.farSide() + " is still being opened", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.notSent("the gateway is stopping", e);
        }
    }
}
