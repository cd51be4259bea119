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
        try {
            Connection connection =
                    database.inTransaction(handle -> connections.find(handle, due.connectionId()))
                            .orElseThrow();
            sync(due, connection);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=order-sync-failed connection=" + due.connectionId(), e);
            again(
                    due,
                    "it failed with " + e.getClass().getSimpleName(),
                    Duration.ZERO,
                    Duration.ZERO);
        }
    }

    private void sync(OrderQueue.Due due, Connection connection) {
        try {
            Look look = new Errand(database, queue, shops, due, connection).run();
            look.refusal().ifPresent(refusal -> logGivenUp(due));
            database.useTransaction(handle -> queue.finish(handle, due, look));
        } catch (Rejected e) {
            bury(due, Errand.textOf(e), Duration.ZERO);
        } catch (NeedsReconnect e) {
            LOG.log(Level.WARNING, "event=shop-needs-reconnect connection={0}", connection.id());
            database.useTransaction(
                    handle -> {
                        connections.needsReconnect(handle, connection, clock.instant());
                        queue.tryAgain(handle, due, e.getMessage(), PAUSES.get(0), Duration.ZERO);
                    });
        } catch (Throttled e) {
            again(due, e.getMessage(), e.retryAfter(), Duration.ZERO);
        } catch (Errand.WriteUnclear e) {
            // What is read before the write has ended is no reading.
            again(due, e.getMessage(), Errand.UNCLEAR, Errand.UNCLEAR);
        } catch (ShopException e) {
            again(due, e.getMessage(), Duration.ZERO, Duration.ZERO);
        } catch (OrderFunds.MixedCurrencies | ArithmeticException | IllegalArgumentException e) {
            bury(due, e.getMessage(), Duration.ZERO);
        }
    }

    private void again(OrderQueue.Due due, String fault, Duration least, Duration rest) {
        if (due.tries() >= MOST_TRIES) {
            bury(due, fault, rest);
            return;
        }
        Duration pause = PAUSES.get(Math.min(due.tries(), PAUSES.size()) - 1);
        Duration longer = least.compareTo(pause) > 0 ? least : pause;
        database.useTransaction(handle -> queue.tryAgain(handle, due, fault, longer, rest));
    }

    private static void logGivenUp(OrderQueue.Due due) {
        LOG.log(
                Level.WARNING,
                "event=order-given-up connection={0} order={1}",
                due.connectionId(),
                due.orderId());
    }

    private void bury(OrderQueue.Due due, String fault, Duration rest) {
        logGivenUp(due);
        database.useTransaction(handle -> queue.bury(handle, due, fault, rest));
    }
}
