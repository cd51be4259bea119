package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.bluejay.connector.shop.OrderChange;
import org.jdbi.v3.core.Handle;

/**
 * Reasons to look at orders. Its promise: however many come, they are one look, and none is lost
 * while somebody is looking.
 */
@ApplicationScoped
class OrderNews {

    private static final String NEWS =
            """
            on conflict (connection_id, order_id) do update set
                news = o.news + 1,
                heard_by = case when o.state = 'due' and excluded.heard_by = 'poll' then o.heard_by
                                else excluded.heard_by end,
                due_at = case when o.state = 'due' and o.tries > 0 and excluded.heard_by <> 'person' then o.due_at
                              when o.state = 'due' then least(o.due_at, excluded.due_at)
                              else excluded.due_at end,
                tries = case when o.state = 'due' then o.tries else 0 end,
                state = 'due'\
            """;

    /** Whoever marks several orders locks them in this order, lest two wait for each other. */
    private static final String IN_TURN = "order by 1, 2\n";

    private static final String OF_INVOICES =
            """
            insert into shop_order as o (connection_id, order_id, state, heard_by, due_at)
            select distinct c.id, i.order_id collate "C", 'due', 'event', cast(:now as timestamptz)
            from invoice i join connection c on c.shop_id = i.shop_id and c.revoked_at is null
            where i.id = any(:invoices) and i.order_id is not null and length(i.order_id) between 1 and 128
            """
                    + IN_TURN
                    + NEWS;

    private static final String OF_SHOP =
            """
            insert into shop_order as o (connection_id, order_id, state, heard_by, due_at)
            select distinct c.id, i.order_id collate "C", 'due', 'event', cast(:now as timestamptz)
            from connection c join invoice i on i.shop_id = c.shop_id
            where c.id = :connection and i.paid > 0 and i.order_id is not null and length(i.order_id) between 1 and 128
            """
                    + IN_TURN
                    + NEWS;

    /** An order that no invoice names is none of our business. */
    private static final String OF_CHANGE =
            """
            insert into shop_order as o (connection_id, order_id, state, heard_by, due_at)
            select c.id, cast(:order as text), 'due', cast(:heardBy as text), cast(:due as timestamptz) from connection c
            where c.id = :connection and c.revoked_at is null
                and exists (select from invoice i where i.shop_id = c.shop_id and i.order_id = :order)
                and not exists (select from shop_order e where e.connection_id = c.id and e.order_id = :order
                                and e.version_read = :version and :version <> '' and e.state <> 'due')
            """
                    + NEWS;

    @Inject Clock clock;

    /** Something has happened to these invoices. */
    void invoicesChanged(Handle handle, Collection<UUID> invoices) {
        handle.createUpdate(OF_INVOICES)
                .bind("now", clock.instant())
                .bindArray("invoices", UUID.class, invoices)
                .execute();
    }

    /**
     * A shop has been connected: orders for which money came before are looked at. Those that
     * nobody paid are left as the shop has them.
     */
    void shopConnected(Handle handle, UUID connection) {
        handle.createUpdate(OF_SHOP)
                .bind("now", clock.instant())
                .bind("connection", connection)
                .execute();
    }

    /**
     * The shop says that an order has changed. Who tells of several in one transaction goes by
     * their ids, see {@link #inTurn}.
     *
     * @param heardBy {@code webhook}, {@code poll} or {@code person}
     * @param grace how long better news are waited for
     * @return whether it has to be looked at
     */
    boolean orderChanged(
            Handle handle, UUID connection, OrderChange change, String heardBy, Duration grace) {
        if ((change.orderId() + change.version()).indexOf('\0') >= 0) {
            // PostgreSQL keeps no U+0000, so that no invoice names such an order.
            return false;
        }
        return handle.createUpdate(OF_CHANGE)
                        .bind("connection", connection)
                        .bind("order", change.orderId())
                        .bind("version", change.version())
                        .bind("heardBy", heardBy)
                        .bind("due", clock.instant().plus(grace))
                        .execute()
                > 0;
    }

    /** As the database would sort them. */
    static List<OrderChange> inTurn(Collection<OrderChange> changes) {
        return changes.stream().sorted(Comparator.comparing(OrderChange::orderId)).toList();
    }
}
