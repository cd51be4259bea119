package org.bluejay.gateway.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.bluejay.gateway.event.EventTypes;
import org.bluejay.gateway.event.NumberedEvents;
import org.bluejay.gateway.event.NumberedEvents.Numbered;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.webhook.NewDeliveries.Subject;
import org.jdbi.v3.core.Handle;

/**
 * Makes the deliveries of events that get their positions, in that same transaction: for each
 * endpoint that then wants them, and for the invoice's own receiver.
 */
@ApplicationScoped
public class Fanout {

    /** Goes to the endpoint it is about and to no other, whatever types that asks for. */
    static final String PING = "test.ping";

    private static final String ENDPOINTS =
            "select id, shop_id, types from webhook_endpoint where shop_id = any(:shops) and state"
                    + " = 'enabled'";

    private static final String LANES =
            """
            select l.id, l.shop_id, l.origin from webhook_lane l
            join unnest(:shops, :origins) as o(shop_id, origin) on o.shop_id = l.shop_id and o.origin = l.origin\
            """;

    private static final String NEW_LANES =
            """
            insert into webhook_lane (id, shop_id, origin)
            select * from unnest(:ids, :shops, :origins) on conflict (shop_id, origin) do nothing\
            """;

    private final Clock clock;

    /** Lanes with something new that the dispatcher has not been told of. */
    private final Set<UUID> fresh = ConcurrentHashMap.newKeySet();

    private record Subscriber(UUID id, EventTypes types) {
        boolean wants(Numbered event) {
            return event.type().equals(PING)
                    ? event.objectId().equals(id)
                    : types.matches(event.type());
        }
    }

    private record Origin(UUID shop, String name) {}

    /** For the container's proxy only. */
    protected Fanout() {
        this(null);
    }

    @Inject
    Fanout(Clock clock) {
        this.clock = clock;
    }

    void deliver(@Observes NumberedEvents batch) {
        NewDeliveries deliveries = new NewDeliveries();
        Map<UUID, List<Subscriber>> subscribers = subscribersOf(batch);
        Map<Origin, UUID> lanes = lanesOf(batch);
        for (Numbered event : batch.events()) {
            Subject subject =
                    new Subject(event.id(), event.shopId(), event.orderKey(), event.sequence());
            for (Subscriber subscriber : subscribers.getOrDefault(event.shopId(), List.of())) {
                if (subscriber.wants(event)) {
                    deliveries.toEndpoint(subscriber.id(), subject);
                }
            }
            if (event.webhookUrl() != null) {
                deliveries.toUrl(lanes.get(originOf(event)), event.webhookUrl(), subject);
            }
        }
        deliveries.insert(batch.handle(), clock.instant());
        fresh.addAll(deliveries.lanes());
    }

    /** Lanes that got something since this was last asked. */
    Set<UUID> freshLanes() {
        Set<UUID> lanes = new HashSet<>(fresh);
        fresh.removeAll(lanes);
        return lanes;
    }

    private static Map<UUID, List<Subscriber>> subscribersOf(NumberedEvents batch) {
        Set<UUID> shops = batch.events().stream().map(Numbered::shopId).collect(Collectors.toSet());
        return batch.handle()
                .createQuery(ENDPOINTS)
                .bindArray("shops", UUID.class, shops)
                .map(
                        (row, context) ->
                                Map.entry(
                                        row.getObject("shop_id", UUID.class),
                                        new Subscriber(
                                                row.getObject("id", UUID.class),
                                                EventTypes.parse(row.getString("types")))))
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Map<Origin, UUID> lanesOf(NumberedEvents batch) {
        Set<Origin> origins =
                batch.events().stream()
                        .filter(event -> event.webhookUrl() != null)
                        .map(Fanout::originOf)
                        .collect(Collectors.toSet());
        if (origins.isEmpty()) {
            return Map.of();
        }
        Map<Origin, UUID> lanes = findLanes(batch.handle(), origins);
        Set<Origin> missing = new HashSet<>(origins);
        missing.removeAll(lanes.keySet());
        if (!missing.isEmpty()) {
            batch.handle()
                    .createUpdate(NEW_LANES)
                    .bindArray("ids", UUID.class, missing.stream().map(o -> Ids.next()).toList())
                    .bindArray("shops", UUID.class, missing.stream().map(Origin::shop).toList())
                    .bindArray("origins", String.class, missing.stream().map(Origin::name).toList())
                    .execute();
            lanes.putAll(findLanes(batch.handle(), missing));
        }
        return lanes;
    }

    private static Map<Origin, UUID> findLanes(Handle handle, Set<Origin> origins) {
        List<Origin> list = List.copyOf(origins);
        Map<Origin, UUID> lanes = new HashMap<>();
        handle.createQuery(LANES)
                .bindArray("shops", UUID.class, list.stream().map(Origin::shop).toList())
                .bindArray("origins", String.class, list.stream().map(Origin::name).toList())
                .map(
                        (row, context) ->
                                Map.entry(
                                        new Origin(
                                                row.getObject("shop_id", UUID.class),
                                                row.getString("origin")),
                                        row.getObject("id", UUID.class)))
                .forEach(lane -> lanes.put(lane.getKey(), lane.getValue()));
        return lanes;
    }

    /** One slow server is one lane, however many invoices name it. */
    private static Origin originOf(Numbered event) {
        try {
            URI uri = new URI(event.webhookUrl());
            String origin = uri.getScheme() + "://" + uri.getRawAuthority();
            return new Origin(event.shopId(), origin.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            // The attempt will say so, in the log that the shop sees.
            return new Origin(event.shopId(), "unreadable");
        }
    }
}
