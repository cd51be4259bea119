package org.bluejay.gateway.network;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningConnector;

/**
 * Keeps networks open between calls, one for each channel in use. One whose settings or connector
 * changed is opened anew; the one before is closed when its last call has ended.
 */
@ApplicationScoped
class OpenNetworks {

    private static final int MOST = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);
    private static final int OPENING_SECONDS = 6;
    private static final int RETRIES = 5;

    @Inject Connectors connectors;
    @Inject ChannelContexts contexts;

    private final Cache<UUID, Slot> slots =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterAccess(UNUSED)
                    .executor(Runnable::run)
                    .<UUID, Slot>evictionListener((channel, slot, cause) -> slot.retire())
                    .build();

    /** What is done with an open network. */
    @FunctionalInterface
    interface Use<T> {
        T with(OpenNetwork network) throws NetworkException, OpenNetwork.Retired;
    }

    /** One channel's place; the lock keeps two callers from opening it twice. */
    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile OpenNetwork open;

        private void forget(OpenNetwork closed) {
            if (open == closed) {
                open = null;
            }
        }

        private void retire() {
            OpenNetwork last = open;
            if (last != null) {
                last.retire();
            }
        }
    }

    /**
     * Uses the channel's network. When it is replaced before anything ran, what took its place is
     * used.
     *
     * @throws NotSent when the connector is not loaded or cannot be opened
     */
    <T> T use(Channel channel, Use<T> use) throws NetworkException {
        for (int i = 0; i < RETRIES; i++) {
            RunningConnector connector =
                    connectors
                            .running(channel.network())
                            .orElseThrow(
                                    () ->
                                            new NotSent(
                                                    "the connector "
                                                            + channel.network()
                                                            + " is not loaded",
                                                    null));
            try {
                return use.with(opened(channel, connector));
            } catch (OpenNetwork.Retired e) {
                Thread.onSpinWait();
            }
        }
        throw new NotSent("the connector is being replaced", null);
    }

    private OpenNetwork opened(Channel channel, RunningConnector connector)
            throws NetworkException, OpenNetwork.Retired {
        Slot slot = slots.get(channel.id(), id -> new Slot());
        OpenNetwork present = slot.open;
        if (present != null && present.fits(channel, connector)) {
            return present;
        }
        lock(slot);
        try {
            OpenNetwork last = slot.open;
            if (last != null && last.fits(channel, connector)) {
                return last;
            }
            OpenNetwork next =
                    OpenNetwork.open(connector, channel, contexts.of(channel), slot::forget);
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

    private static void lock(Slot slot) throws NotSent {
        try {
            if (!slot.lock.tryLock(OPENING_SECONDS, TimeUnit.SECONDS)) {
                throw new NotSent("the network is still being opened", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSent("the gateway is stopping", e);
        }
    }
}
