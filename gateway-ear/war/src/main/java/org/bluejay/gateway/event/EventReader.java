package org.bluejay.gateway.event;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;

/**
 * Reads events in the order of their positions, numbered ones only.
 *
 * <p>Its promise: who reads on after the last event he saw misses none.
 */
@ApplicationScoped
public class EventReader {

    private static final Period RETENTION = Period.ofMonths(13);

    /** One index scan for each shop, merged: a merchant's shops share no index. */
    private static final String LIST =
            """
            select e.* from shop s cross join lateral (
                select %s, position from event
                where shop_id = s.id and position > :after and type like any (:types)
                order by position limit :limit
            ) e
            where s.merchant_id = :merchant and s.environment = :environment
                and (cast(:shop as uuid) is null or s.id = :shop)
            order by e.position limit :limit\
            """
                    .formatted(EventView.COLUMNS);

    private static final String FIND =
            """
            select %s, position from event
            where id = :id and merchant_id = :merchant and environment = :environment
                and (cast(:shop as uuid) is null or shop_id = :shop) and position is not null\
            """
                    .formatted(EventView.COLUMNS);

    private final Database database;
    private final Clock clock;

    /** For the container's proxy only. */
    protected EventReader() {
        this(null, null);
    }

    @Inject
    EventReader(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Whose events.
     *
     * @param shop one shop; empty for all of the merchant's in that environment
     */
    public record Tenant(UUID merchantId, Environment environment, Optional<UUID> shop) {

        public static Tenant of(Caller caller) {
            return new Tenant(caller.merchantId(), caller.environment(), caller.shop());
        }

        private Map<String, Object> values() {
            Map<String, Object> values = new HashMap<>();
            values.put("merchant", merchantId);
            values.put("environment", EnvironmentConverter.text(environment));
            values.put("shop", shop.orElse(null));
            return values;
        }
    }

    private record Positioned(EventView event, long position) {}

    /**
     * @param after the id of the last event already read; empty to begin with the oldest kept
     * @throws Problem 410 when that event is older than events are kept, 422 when there is none
     */
    public Page<EventView> list(Tenant tenant, EventTypes types, Optional<UUID> after, int limit) {
        long position = after.map(id -> positionOf(tenant, id)).orElse(0L);
        List<EventView> events =
                database.with(
                        handle ->
                                handle.createQuery(LIST)
                                        .bindMap(tenant.values())
                                        .bind("after", position)
                                        .bindArray("types", String.class, types.likePatterns())
                                        .bind("limit", limit + 1)
                                        .map((row, context) -> EventView.read(row))
                                        .list());
        return Page.of(events, limit, event -> event.id().toString());
    }

    /**
     * @throws Problem 404
     */
    public EventView find(Tenant tenant, String id) {
        return Ids.parse(id)
                .flatMap(event -> positioned(tenant, event))
                .map(Positioned::event)
                .orElseThrow(() -> Problem.notFound("event"));
    }

    private long positionOf(Tenant tenant, UUID id) {
        return positioned(tenant, id)
                .map(Positioned::position)
                .orElseThrow(
                        () ->
                                madeAt(id).isBefore(oldestKept())
                                        ? Problem.gone(
                                                "events-gone",
                                                "events this old are no longer kept: begin without"
                                                        + " after")
                                        : Problem.invalid("after", "must be the id of an event"));
    }

    private Optional<Positioned> positioned(Tenant tenant, UUID id) {
        return database.with(
                handle ->
                        handle.createQuery(FIND)
                                .bindMap(tenant.values())
                                .bind("id", id)
                                .map(
                                        (row, context) ->
                                                new Positioned(
                                                        EventView.read(row),
                                                        row.getLong("position")))
                                .findOne());
    }

    private Instant oldestKept() {
        return clock.instant().atZone(ZoneOffset.UTC).minus(RETENTION).toInstant();
    }

    /** A UUIDv7 begins with its milliseconds. */
    private static Instant madeAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
