package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.PollsOrders.Changes;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.gateway.connector.OpenConnector;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Asks shops what has changed, because no platform delivers every webhook. Its promise: the cursor
 * moves together with the marks of what was read, so that no crash skips an order.
 */
@ApplicationScoped
class OrderPoller {

    private static final System.Logger LOG = System.getLogger(OrderPoller.class.getName());

    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** How long a webhook may be under way before it counts as lost. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

    /** Of shops whose last poll failed so many are asked at a time, over all nodes. */
    private static final int FAILING_AT_ONCE = 2;

    private static final String TAKE =
            """
            update connection set poll_leased = now() + :lease
            where id in (select id from connection where revoked_at is null and reconnect_since is null
                         and poll_due_at <= :now and (poll_leased is null or poll_leased < now())
                         and (not poll_failed or :failing > (select count(*) from connection f
                                                             where f.poll_failed and f.poll_leased > now()))
                         order by poll_due_at limit 1 for update skip locked)
            returning id, cursor\
            """;

    @Inject WorkDatabase database;
    @Inject Connections connections;
    @Inject OrderNews news;
    @Inject OpenShops shops;
    @Inject Clock clock;

    private record Turn(UUID connectionId, String cursor) {}

    /**
     * What a poll came to.
     *
     * @param grace how long a webhook has to say the same
     * @param pause until the next poll
     */
    private record Polled(Changes changes, Duration grace, Duration pause) {}

    /**
     * Asks one shop whose turn it is, if there is one.
     *
     * @return whether there was
     */
    boolean pollNext() {
        Optional<Turn> turn =
                database.inTransaction(
                        handle ->
                                handle.createQuery(TAKE)
                                        .bind("lease", LEASE)
                                        .bind("now", clock.instant())
                                        .bind("failing", FAILING_AT_ONCE)
                                        .map(
                                                (row, context) ->
                                                        new Turn(
                                                                row.getObject("id", UUID.class),
                                                                row.getString("cursor")))
                                        .findOne());
        turn.ifPresent(this::poll);
        return turn.isPresent();
    }

    private void poll(Turn turn) {
        try {
            poll(
                    turn,
                    database.inTransaction(handle -> connections.find(handle, turn.connectionId()))
                            .orElseThrow());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=shop-poll-failed connection=" + turn.connectionId(), e);
            rest(turn, AFTER_FAULT, true);
        }
    }

    private void poll(Turn turn, Connection connection) {
        try {
            Optional<Polled> polled =
                    shops.use(
                            connection,
                            shop ->
                                    shop.can(PollsOrders.class)
                                            ? Optional.of(ask(shop, turn.cursor()))
                                            : Optional.empty());
            polled.ifPresentOrElse(
                    came -> keep(turn, came), () -> rest(turn, LONGEST_PAUSE, false));
        } catch (NeedsReconnect e) {
            LOG.log(Level.WARNING, "event=shop-needs-reconnect connection={0}", connection.id());
            database.useTransaction(
                    handle -> connections.needsReconnect(handle, connection, clock.instant()));
            rest(turn, AFTER_FAULT, true);
        } catch (ShopException e) {
            LOG.log(
                    Level.INFO,
                    "event=shop-not-polled connection={0} fault=\"{1}\"",
                    connection.id(),
                    e.getMessage());
            rest(turn, AFTER_FAULT, true);
        }
    }

    /** Only reads: where the shop is replaced in between, its successor is asked it all again. */
    private static Polled ask(OpenConnector<ShopConnector, ShopException> shop, String cursor)
            throws ShopException, OpenConnector.Retired {
        Changes changes =
                shop.askOutside(opened -> ((PollsOrders) opened).changedSince(cursor), CALL);
        Duration pause =
                changes.more()
                        ? Duration.ZERO
                        : bounded(shop.ask(opened -> ((PollsOrders) opened).pause(), CALL));
        return new Polled(changes, shop.can(ReceivesWebhooks.class) ? GRACE : Duration.ZERO, pause);
    }

    private void keep(Turn turn, Polled polled) {
        database.useTransaction(
                handle -> {
                    OrderNews.inTurn(polled.changes().orders())
                            .forEach(
                                    change ->
                                            news.orderChanged(
                                                    handle,
                                                    turn.connectionId(),
                                                    change,
                                                    "poll",
                                                    polled.grace()));
                    handle.execute(
                            """
                            update connection set cursor = ?, poll_due_at = ?, poll_leased = null, poll_failed = false
                            where id = ? and cursor = ?\
                            """,
                            polled.changes().next(),
                            clock.instant().plus(polled.pause()),
                            turn.connectionId(),
                            turn.cursor());
                });
    }

    private void rest(Turn turn, Duration pause, boolean failed) {
        Instant next = clock.instant().plus(pause);
        database.useTransaction(
                handle ->
                        handle.execute(
                                "update connection set poll_due_at = ?, poll_leased = null,"
                                        + " poll_failed = ? where id = ?",
                                next,
                                failed,
                                turn.connectionId()));
    }

    private static Duration bounded(Duration pause) {
        if (pause.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
