package org.bluejay.gateway.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.event.EventView;
import org.bluejay.gateway.shared.WorkDatabase;
import org.bluejay.gateway.webhook.Lanes.Room;
import org.jdbi.v3.core.Handle;

/**
 * Deliveries that wait for a node, in the database: which lanes have some, and the leasing of them.
 *
 * <p>Its promise: what is leased by one node is leased by no other until the lease, in the
 * database's own time, has run out; and a delivery never overtakes one before it of the same object
 * that is still within its first three attempts.
 */
final class DeliveryQueue {

    /**
     * What a lease has beyond the longest attempt: to wait for a worker, and to be written down.
     */
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** Before the first lane. */
    private static final UUID START = new UUID(0, 0);

    /**
     * The tables outgrow their statistics by the hour; these plans never want to read all of one.
     */
    private static final String BY_INDEX =
            """
            select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true)\
            """;

    /**
     * Jumps from lane to lane in the index of what is pending, instead of reading all that is. The
     * inner limit keeps the lanes in their order, so that the last one told is where to go on.
     */
    private static final String DUE_LANES =
            """
            with recursive jump(lane) as (
                (select lane from webhook_delivery where state = 'pending' and lane > :after order by lane limit 1)
                union all
                select (select d.lane from webhook_delivery d where d.state = 'pending' and d.lane > j.lane
                        order by d.lane limit 1)
                from jump j where j.lane is not null
            )
            select l.id, l.dead
            from jump j cross join lateral (
                select l.id, l.paused_until, coalesce(e.state, 'enabled') <> 'enabled' as dead
                from webhook_lane l left join webhook_endpoint e on e.id = l.endpoint_id where l.id = j.lane limit 1) l
            where l.dead
                or ((l.paused_until is null or l.paused_until <= :now) and exists (
                    select from webhook_delivery d
                    where d.lane = l.id and d.state = 'pending' and d.next_attempt_at <= :now
                        and (d.leased_until is null or d.leased_until < now())))
            limit :limit\
            """;

    /** A lane whose last answer was bad gets one delivery at a time. */
    private static final String TAKE =
            """
            with room as (
                select l.id as lane, l.failures > 0 as failed,
                    case when l.failures > 0 then least(r.room, 1 - r.busy) else r.room end as n
                from unnest(:lanes, :rooms, :busy) as r(lane, room, busy) join webhook_lane l on l.id = r.lane
                left join webhook_endpoint e on e.id = l.endpoint_id
                where (l.paused_until is null or l.paused_until <= :now) and coalesce(e.state, 'enabled') = 'enabled'
            ), due as (
                select d.id, room.failed from room cross join lateral (
                    select d.id from webhook_delivery d
                    where d.lane = room.lane and d.state = 'pending' and d.next_attempt_at <= :now
                        and (d.leased_until is null or d.leased_until < now())
                        and not exists (
                            select from webhook_delivery h
                            where h.lane = d.lane and h.order_key = d.order_key and h.state = 'pending'
                                and h.attempts < :inOrder and h.sequence < d.sequence)
                    order by d.next_attempt_at limit greatest(room.n, 0)
                    for update of d skip locked
                ) d
            )
            update webhook_delivery d set leased_until = now() + make_interval(secs => :lease)
            from due where d.id = due.id
            returning d.id, d.lane, d.endpoint_id, d.shop_id, d.event_id, d.order_key, d.attempts, d.url,
                cast(d.leased_until as text) as lease, due.failed\
            """;

    private static final String EVENTS =
            "select %s from event where id = any(:ids)".formatted(EventView.COLUMNS);

    private static final String GIVE_BACK =
            """
            update webhook_delivery d set leased_until = null
            from unnest(:ids, :leases) as g(id, lease)
            where d.id = g.id and d.leased_until = cast(g.lease as timestamptz)\
            """;

    private static final String CANCEL =
            """
            update webhook_delivery set state = 'cancelled', next_attempt_at = null, leased_until = null
            where id in (select id from webhook_delivery where lane = any(:lanes) and state = 'pending' limit 2000)\
            """;

    private static final String CANCEL_THESE =
            """
            update webhook_delivery set state = 'cancelled', next_attempt_at = null, leased_until = null
            where id = any(:ids) and state = 'pending'\
            """;

    private final Duration lease;
    private final WorkDatabase database;
    private final WebhookTargets targets;
    private final Clock clock;
    private final int lanesAtOnce;

    /** Where the next look at the lanes goes on. */
    private volatile UUID after = START;

    /**
     * @param dead whether its endpoint is no longer enabled
     */
    private record Seen(UUID lane, boolean dead) {}

    private record Taken(
            UUID id,
            UUID lane,
            UUID endpoint,
            UUID shop,
            UUID event,
            UUID orderKey,
            int attempts,
            String url,
            String lease,
            boolean failed) {}

    /**
     * @param longest that an attempt can take; what a killed node had leased waits little longer
     */
    DeliveryQueue(WorkDatabase database, WebhookTargets targets, Clock clock, Duration longest) {
        this(database, targets, clock, longest, 500);
    }

    /**
     * @param lanesAtOnce how many lanes one look tells at most
     */
    DeliveryQueue(
            WorkDatabase database,
            WebhookTargets targets,
            Clock clock,
            Duration longest,
            int lanesAtOnce) {
        this.lanesAtOnce = lanesAtOnce;
        this.lease = longest.plus(SLACK);
        this.database = database;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * Lanes with something due on any node's account: when there are many, the next of them with
     * each call, round and round. Deliveries to endpoints that are no longer enabled are cancelled
     * by the way.
     */
    List<UUID> dueLanes() {
        return database.inTransaction(
                handle -> {
                    handle.execute(BY_INDEX);
                    List<Seen> seen =
                            handle.createQuery(DUE_LANES)
                                    .bind("after", after)
                                    .bind("now", clock.instant())
                                    .bind("limit", lanesAtOnce)
                                    .map(
                                            (row, context) ->
                                                    new Seen(
                                                            row.getObject("id", UUID.class),
                                                            row.getBoolean("dead")))
                                    .list();
                    after = seen.size() < lanesAtOnce ? START : seen.get(seen.size() - 1).lane();
                    List<UUID> dead = seen.stream().filter(Seen::dead).map(Seen::lane).toList();
                    if (!dead.isEmpty()) {
                        handle.createUpdate(CANCEL).bindArray("lanes", UUID.class, dead).execute();
                    }
                    return seen.stream().filter(one -> !one.dead()).map(Seen::lane).toList();
                });
    }

    /** Leases what is due in these lanes, up to the room of each. */
    List<Delivery> take(List<Room> rooms) {
        return database.inTransaction(
                handle -> {
                    handle.execute(BY_INDEX);
                    long now = System.nanoTime();
                    List<Taken> taken = lease(handle, rooms);
                    if (taken.isEmpty()) {
                        return List.of();
                    }
                    Map<UUID, EventView> events =
                            eventsOf(handle, taken.stream().map(Taken::event).toList());
                    WebhookTargets.Found found =
                            targets.find(
                                    handle,
                                    taken.stream().map(Taken::endpoint).toList(),
                                    taken.stream().map(Taken::shop).toList());
                    List<UUID> forNothing = new ArrayList<>();
                    List<Delivery> deliveries = new ArrayList<>();
                    for (Taken one : taken) {
                        delivery(one, now + lease.toNanos(), events, found)
                                .ifPresentOrElse(deliveries::add, () -> forNothing.add(one.id()));
                    }
                    if (!forNothing.isEmpty()) {
                        handle.createUpdate(CANCEL_THESE)
                                .bindArray("ids", UUID.class, forNothing)
                                .execute();
                    }
                    return deliveries;
                });
    }

    /** Lets other nodes, or this one later, have them. */
    void giveBack(List<Delivery> deliveries) {
        database.useTransaction(
                handle -> {
                    handle.execute(BY_INDEX);
                    handle.createUpdate(GIVE_BACK)
                            .bindArray("ids", UUID.class, map(deliveries, Delivery::id))
                            .bindArray("leases", String.class, map(deliveries, Delivery::lease))
                            .execute();
                });
    }

    private List<Taken> lease(Handle handle, List<Room> rooms) {
        return handle.createQuery(TAKE)
                .bindArray("lanes", UUID.class, map(rooms, Room::lane))
                .bindArray("rooms", Integer.class, map(rooms, Room::room))
                .bindArray("busy", Integer.class, map(rooms, Room::busy))
                .bind("now", clock.instant())
                .bind("inOrder", RetrySchedule.ATTEMPTS_IN_ORDER)
                .bind("lease", lease.toSeconds())
                .map((row, context) -> taken(row))
                .list();
    }

    private static Taken taken(ResultSet row) throws SQLException {
        return new Taken(
                row.getObject("id", UUID.class),
                row.getObject("lane", UUID.class),
                row.getObject("endpoint_id", UUID.class),
                row.getObject("shop_id", UUID.class),
                row.getObject("event_id", UUID.class),
                row.getObject("order_key", UUID.class),
                row.getInt("attempts"),
                row.getString("url"),
                row.getString("lease"),
                row.getBoolean("failed"));
    }

    private static Map<UUID, EventView> eventsOf(Handle handle, Collection<UUID> ids) {
        Map<UUID, EventView> events = new HashMap<>();
        handle.createQuery(EVENTS)
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> EventView.read(row))
                .forEach(event -> events.put(event.id(), event));
        return events;
    }

    /** Empty when there is nothing to tell any more, or nothing to sign it with. */
    private static Optional<Delivery> delivery(
            Taken one, long deadline, Map<UUID, EventView> events, WebhookTargets.Found found) {
        Optional<UUID> endpoint = Optional.ofNullable(one.endpoint());
        WebhookTargets.Target target =
                endpoint.map(found.endpoints()::get).orElseGet(() -> found.shops().get(one.shop()));
        EventView event = events.get(one.event());
        if (event == null || target == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Delivery(
                        one.id(),
                        one.lane(),
                        endpoint,
                        one.orderKey(),
                        one.attempts(),
                        one.failed(),
                        one.lease(),
                        deadline,
                        uri(endpoint.isPresent() ? target.url() : one.url()),
                        target.environment(),
                        target.keys(),
                        event));
    }

    /** What cannot be read cannot be called either, and the attempt will say so. */
    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return URI.create("unreadable:address");
        }
    }

    private static <T, U> List<U> map(List<T> list, java.util.function.Function<T, U> part) {
        return list.stream().map(part).toList();
    }
}
