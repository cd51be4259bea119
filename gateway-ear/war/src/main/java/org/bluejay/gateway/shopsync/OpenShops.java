package org.bluejay.gateway.shopsync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningShopConnector;

/**
 * Keeps shops open between calls, one for each connection in use. One whose settings or connector
 * changed is opened anew; the one before is closed when its last call has ended.
 */
@ApplicationScoped
class OpenShops {

    private static final int MOST = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);
    private static final int OPENING_SECONDS = 6;

    @Inject Connectors connectors;
    @Inject ShopContexts contexts;
    @Inject TransactionSynchronizationRegistry transactions;

    private final Cache<UUID, Slot> slots =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterAccess(UNUSED)
                    .executor(Runnable::run)
                    .<UUID, Slot>evictionListener((connection, slot, cause) -> slot.retire())
                    .build();

    /** One connection's place; the lock keeps two callers from opening it twice. */
    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile OpenShop open;

        private void retire() {
            OpenShop last = open;
            if (last != null) {
                last.retire();
            }
        }
    }

    /**
     * The connection's shop as it is now; to be asked for anew before each question.
     *
     * @throws NotSent when the connector is not loaded or cannot be opened, or the connection's
     *     settings cannot be read
     * @throws IllegalStateException when the caller is in a transaction: a shop that takes twenty
     *     seconds would hold its locks for as long
     */
    OpenShop of(Connection connection) throws ShopException {
        if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("a shop is never called inside a transaction");
        }
        if (connection.sealed()) {
            throw new NotSent(
                    "the connection's settings do not open: put the gateway's earlier key back, or"
                            + " give the settings anew",
                    null);
        }
        RunningShopConnector connector =
                connectors
                        .runningShop(connection.platform())
                        .orElseThrow(
                                () ->
                                        new NotSent(
                                                "the connector "
                                                        + connection.platform()
                                                        + " is not loaded",
                                                null));
        Slot slot = slots.get(connection.id(), id -> new Slot());
        OpenShop present = slot.open;
        return present != null && present.fits(connection, connector)
                ? present
                : opened(slot, connection, connector);
    }

    private OpenShop opened(Slot slot, Connection connection, RunningShopConnector connector)
            throws ShopException {
        lock(slot);
        try {
            OpenShop last = slot.open;
            if (last != null && last.fits(connection, connector)) {
                return last;
            }
            OpenShop next = OpenShop.open(connector, connection, contexts.of(connection));
            slot.open = next;
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
                throw new NotSent("the shop is still being opened", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSent("the gateway is stopping", e);
        }
    }
}
