package org.bluejay.gateway.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bluejay.gateway.shared.Ids;
import org.jdbi.v3.core.Handle;

/** Deliveries about to be written, all in one statement. */
final class NewDeliveries {

    /**
     * One that follows a delivery of the same object which is being tried again begins no sooner
     * than that: it would only be looked at in vain.
     */
    private static final String INSERT =
            """
            insert into webhook_delivery (id, lane, endpoint_id, shop_id, event_id, order_key, sequence, url, state,
                                          next_attempt_at, created_at)
            select n.id, n.lane, n.endpoint_id, n.shop_id, n.event_id, n.order_key, n.sequence, n.url, 'pending',
                greatest(cast(:now as timestamptz), (
                    select max(h.next_attempt_at) from webhook_delivery h
                    where h.lane = n.lane and h.order_key = n.order_key and h.state = 'pending'
                        and h.attempts between 1 and %d and h.sequence < n.sequence)),
                cast(:now as timestamptz)
            from unnest(:ids, :lanes, :endpoints, :shops, :events, :orderKeys, :sequences, :urls)
                as n(id, lane, endpoint_id, shop_id, event_id, order_key, sequence, url)\
            """
                    .formatted(RetrySchedule.ATTEMPTS_IN_ORDER - 1);

    private final List<UUID> ids = new ArrayList<>();
    private final List<UUID> lanes = new ArrayList<>();
    private final List<UUID> endpoints = new ArrayList<>();
    private final List<UUID> shops = new ArrayList<>();
    private final List<UUID> events = new ArrayList<>();
    private final List<UUID> orderKeys = new ArrayList<>();
    private final List<Long> sequences = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();

    /** What is delivered. */
    record Subject(UUID event, UUID shop, UUID orderKey, long sequence) {}

    UUID toEndpoint(UUID endpoint, Subject subject) {
        return add(endpoint, endpoint, null, subject);
    }

    UUID toUrl(UUID lane, String url, Subject subject) {
        return add(lane, null, url, subject);
    }

    private UUID add(UUID lane, UUID endpoint, String url, Subject subject) {
        UUID id = Ids.next();
        ids.add(id);
        lanes.add(lane);
        endpoints.add(endpoint);
        shops.add(subject.shop());
        events.add(subject.event());
        orderKeys.add(subject.orderKey());
        sequences.add(subject.sequence());
        urls.add(url);
        return id;
    }

    int size() {
        return ids.size();
    }

    List<UUID> lanes() {
        return List.copyOf(lanes);
    }

    /** Due at once, but for those that have to wait for one before them. */
    void insert(Handle handle, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        handle.createUpdate(INSERT)
                .bind("now", now)
                .bindArray("ids", UUID.class, ids)
                .bindArray("lanes", UUID.class, lanes)
                .bindArray("endpoints", UUID.class, endpoints)
                .bindArray("shops", UUID.class, shops)
                .bindArray("events", UUID.class, events)
                .bindArray("orderKeys", UUID.class, orderKeys)
                .bindArray("sequences", Long.class, sequences)
                .bindArray("urls", String.class, urls)
                .execute();
    }
}
