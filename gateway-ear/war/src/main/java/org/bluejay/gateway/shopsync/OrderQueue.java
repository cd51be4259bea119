package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.StorableText;
import org.jdbi.v3.core.Handle;

/**
 * Orders that have to be looked at, and the lock of each. Its promise: one order is worked on by
 * one worker of one node until its lease, in the database's own time, has run out; and {@link
 * OrderNews} that come meanwhile are not lost.
 */
@ApplicationScoped
class OrderQueue {

    /** Longer than a call of a shop takes: how long the others wait for a node that has died. */
    static final Duration LEASE = Duration.ofMinutes(1);

    /**
     * Looks at orders of one connection at the same time, over all nodes: one slow shop is slow.
     */
    private static final int AT_ONCE = 2;

    private static final int MAX_TEXT = 500;

    /** The longest due of the connection with least in hand. */
    private static final String TAKE =
            """
            with recursive jump(connection_id) as (
                (select connection_id from shop_order where state = 'due' order by connection_id limit 1)
                union all
                select (select d.connection_id from shop_order d where d.state = 'due' and d.connection_id > j.connection_id
                        order by d.connection_id limit 1)
                from jump j where j.connection_id is not null
            ), turn as (
                select d.connection_id, d.order_id,
                    h.hands + row_number() over (partition by d.connection_id order by d.due_at) as crowd
                from jump j join connection c on c.id = j.connection_id
                cross join lateral (
                    select count(*) as hands from shop_order b
                    where b.connection_id = j.connection_id and b.leased_until > now()
                ) h cross join lateral (
                    select d.connection_id, d.order_id, d.due_at from shop_order d
                    where d.connection_id = j.connection_id and d.state = 'due' and d.due_at <= :now
                        and d.rest_until <= :now and (d.leased_until is null or d.leased_until < now())
                    order by d.due_at limit greatest(:atOnce - h.hands, 0)
                ) d
                where c.revoked_at is null and c.reconnect_since is null
            ), next as (
                select o.connection_id, o.order_id from turn
                join shop_order o on o.connection_id = turn.connection_id and o.order_id = turn.order_id
                where o.state = 'due' and o.due_at <= :now and o.rest_until <= :now and (o.leased_until is null or o.leased_until < now())
                order by turn.crowd, o.due_at limit 1 for update of o skip locked
            )
            update shop_order o set lease = :lease, leased_until = now() + :time, tries = o.tries + 1
            from next where o.connection_id = next.connection_id and o.order_id = next.order_id
            returning o.*\
            """;

    private static final String FINISH =
            """
            update shop_order set
                state = case when news = :news then cast(:state as text) else 'due' end, due_at = :now, tries = 0,
                lease = null, leased_until = null, rest_until = :now, fault = :fault, version_read = :version,
                cancelled_for = :cancelledFor, notes = :notes, currency = :currency, decimals = :decimals,
                total = :total, paid = :paid, refund_due = :refundDue, unbacked = :unbacked, looked_at = :now
            where connection_id = :connection and order_id = :order and lease = :lease\
            """;

    private static final String REMEMBER =
            """
            update shop_order set cancelled_for = :cancelledFor, notes = :notes
            where connection_id = :connection and order_id = :order and lease = :lease\
            """;

    private static final String RENEW =
            """
            update shop_order set leased_until = now() + :time, rest_until = :rest
            where connection_id = :connection and order_id = :order and lease = :lease and leased_until > now()\
            """;

    private static final String GIVE_BACK =
            """
            update shop_order set state = cast(:state as text), due_at = :due, lease = null, leased_until = null,
                rest_until = :rest, fault = :fault, version_read = case when :state = 'dead' then '' else version_read end
            where connection_id = :connection and order_id = :order and lease = :lease\
            """;

    @Inject Clock clock;

    /**
     * An order whose turn it is.
     *
     * @param tries this one included
     */
    record Due(
            UUID connectionId,
            String orderId,
            long news,
            String heardBy,
            int tries,
            UUID lease,
            UUID cancelledFor,
            Set<String> notes) {}

    Optional<Due> take(Handle handle) {
        return handle.createQuery(TAKE)
                .bind("now", clock.instant())
                .bind("atOnce", AT_ONCE)
                .bind("lease", Ids.next())
                .bind("time", LEASE)
                .map((row, context) -> read(row))
                .findOne();
    }

    /**
     * Shop and money agree, or the shop would not have it and a person has to look; unless there
     * are news meanwhile, that is all.
     */
    void finish(Handle handle, Due due, Look look) {
        handle.createUpdate(FINISH)
                .bind("connection", due.connectionId())
                .bind("order", due.orderId())
                .bind("lease", due.lease())
                .bind("news", due.news())
                .bind("now", clock.instant())
                .bind("state", look.refusal().isPresent() ? "dead" : "settled")
                .bind("fault", StorableText.bounded(look.refusal().orElse(""), MAX_TEXT))
                .bind("version", look.order().version())
                .bind("cancelledFor", look.cancelledFor())
                .bind("notes", String.join(" ", look.notes()))
                .bind("currency", look.order().currency().code())
                .bind("decimals", look.order().currency().decimals())
                .bind("total", look.order().total().amount())
                .bind("paid", look.order().paid().amount())
                .bind("refundDue", look.plan().refundDue().amount())
                .bind("unbacked", look.plan().unbacked().amount())
                .execute();
    }

    /** Keeps what was written so far, lest a later failure forget it. */
    void remember(Handle handle, Due due, UUID cancelledFor, Set<String> notes) {
        handle.createUpdate(REMEMBER)
                .bind("connection", due.connectionId())
                .bind("order", due.orderId())
                .bind("lease", due.lease())
                .bind("cancelledFor", cancelledFor)
                .bind("notes", String.join(" ", notes))
                .execute();
    }

    /**
     * Begins the lease anew, before something is asked of the shop.
     *
     * @param rest how long nobody looks at the order if this node dies over it
     * @return whether it was still this worker's; otherwise another may be at work
     */
    boolean renew(Handle handle, Due due, Duration rest) {
        return handle.createUpdate(RENEW)
                        .bind("connection", due.connectionId())
                        .bind("order", due.orderId())
                        .bind("lease", due.lease())
                        .bind("time", LEASE)
                        .bind("rest", clock.instant().plus(rest))
                        .execute()
                > 0;
    }

    /**
     * @param rest whoever wants a look meanwhile, a person too: there is none before that
     */
    void tryAgain(Handle handle, Due due, String fault, Duration pause, Duration rest) {
        giveBack(handle, due, "due", fault, pause, rest);
    }

    /**
     * A person has to look; the next news bring it back too.
     *
     * @param rest there is no look before that
     */
    void bury(Handle handle, Due due, String fault, Duration rest) {
        giveBack(handle, due, "dead", fault, Duration.ZERO, rest);
    }

    private void giveBack(
            Handle handle, Due due, String state, String fault, Duration pause, Duration rest) {
        Instant now = clock.instant();
        handle.createUpdate(GIVE_BACK)
                .bind("connection", due.connectionId())
                .bind("order", due.orderId())
                .bind("lease", due.lease())
                .bind("state", state)
                .bind("due", now.plus(pause))
                .bind("rest", now.plus(rest))
                .bind("fault", StorableText.bounded(fault, MAX_TEXT))
                .execute();
    }

    /** All that waits is tried at once: the shop lets us in again. */
    void bringForward(Handle handle, UUID connection) {
        handle.execute(
                "update shop_order set due_at = ?, tries = 0 where connection_id = ? and state ="
                        + " 'due'",
                clock.instant(),
                connection);
    }

    List<OrderView> list(
            Handle handle, UUID connection, Optional<String> state, String after, int limit) {
        return handle.createQuery(
                        """
                        select * from shop_order where connection_id = :connection and order_id > :after
                            and (cast(:state as text) is null or state = :state)
                        order by order_id limit :limit\
                        """)
                .bind("connection", connection)
                .bind("after", after)
                .bind("state", state.orElse(null))
                .bind("limit", limit)
                .map((row, context) -> OrderView.read(row))
                .list();
    }

    private static Due read(ResultSet row) throws SQLException {
        return new Due(
                row.getObject("connection_id", UUID.class),
                row.getString("order_id"),
                row.getLong("news"),
                row.getString("heard_by"),
                row.getInt("tries"),
                row.getObject("lease", UUID.class),
                row.getObject("cancelled_for", UUID.class),
                java.util.Arrays.stream(row.getString("notes").split(" ", -1))
                        .filter(note -> !note.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
