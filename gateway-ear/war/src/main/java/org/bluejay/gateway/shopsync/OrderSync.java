package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;
import org.bluejay.gateway.invoice.OrderFunds;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Brings one order after the other into agreement with the money that came for it. Its promise: an
 * order is read before anything is written to it, again after every failure; so nothing is settled,
 * cancelled or restocked twice, whatever node dies at whatever moment.
 */
@ApplicationScoped
class OrderSync {

    private static final System.Logger LOG = System.getLogger(OrderSync.class.getName());

    /** A shop's server goes on with a write long after we have stopped waiting for it. */
    private static final Duration UNCLEAR = Duration.ofSeconds(90);

    /** Pauses after the first, second … failed try; the last one for all that follow. */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15));

    /** Three days of trying. */
    private static final int MOST_TRIES = 290;

    @Inject WorkDatabase database;
    @Inject Connections connections;
    @Inject OrderQueue queue;
    @Inject OpenShops shops;
    @Inject Clock clock;

    /**
     * Looks at one order that is due, if there is one.
     *
     * @return whether there was
     */
    boolean syncNext() {
        Optional<OrderQueue.Due> due = database.inTransaction(queue::take);
        due.ifPresent(this::sync);
        return due.isPresent();
    }

    private void sync(OrderQueue.Due due) {
        long deadline = System.nanoTime() + OrderQueue.LEASE.toNanos();
        try {
            Connection connection =
                    database.inTransaction(handle -> connections.find(handle, due.connectionId()))
                            .orElseThrow();
            sync(due, connection, deadline);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=order-sync-failed connection=" + due.connectionId(), e);
            again(due, "it failed with " + e.getClass().getSimpleName(), Duration.ZERO);
        }
    }

    private void sync(OrderQueue.Due due, Connection connection, long deadline) {
        try {
            Look look = new Errand(database, queue, shops, due, connection).run(deadline);
            look.refusal().ifPresent(refusal -> logGivenUp(due));
            database.useTransaction(handle -> queue.finish(handle, due, look));
        } catch (Rejected e) {
            bury(due, Errand.textOf(e));
        } catch (NeedsReconnect e) {
            LOG.log(Level.WARNING, "event=shop-needs-reconnect connection={0}", connection.id());
            database.useTransaction(
                    handle -> {
                        connections.needsReconnect(handle, connection, clock.instant());
                        queue.tryAgain(handle, due, e.getMessage(), PAUSES.get(0));
                    });
        } catch (Throttled e) {
            again(due, e.getMessage(), e.retryAfter());
        } catch (Errand.WriteUnclear e) {
            rest(due, e.getMessage());
        } catch (ShopException e) {
            again(due, e.getMessage(), Duration.ZERO);
        } catch (OrderFunds.MixedCurrencies | ArithmeticException | IllegalArgumentException e) {
            bury(due, e.getMessage());
        }
    }

    private void again(OrderQueue.Due due, String fault, Duration least) {
        if (due.tries() >= MOST_TRIES) {
            bury(due, fault);
            return;
        }
        Duration pause = PAUSES.get(Math.min(due.tries(), PAUSES.size()) - 1);
        Duration longer = least.compareTo(pause) > 0 ? least : pause;
        database.useTransaction(handle -> queue.tryAgain(handle, due, fault, longer));
    }

    /** What is read before the write has ended is no reading. */
    private void rest(OrderQueue.Due due, String fault) {
        database.useTransaction(handle -> queue.rest(handle, due, UNCLEAR));
        again(due, fault, UNCLEAR);
    }

    private static void logGivenUp(OrderQueue.Due due) {
        LOG.log(
                Level.WARNING,
                "event=order-given-up connection={0} order={1}",
                due.connectionId(),
                due.orderId());
    }

    private void bury(OrderQueue.Due due, String fault) {
        logGivenUp(due);
        database.useTransaction(handle -> queue.bury(handle, due, fault));
    }
}
