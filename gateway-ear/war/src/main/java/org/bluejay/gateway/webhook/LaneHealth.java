package org.bluejay.gateway.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.event.EventLog;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.ShopTime;
import org.jdbi.v3.core.Handle;

/**
 * How receivers fare. One that fails ten times in a row is left alone for a while, a minute at
 * most; one that only fails for five days, or says it is gone, is disabled and its shop told.
 */
final class LaneHealth {

    /** Tells a shop, at its other endpoints and in the log, that one is disabled. */
    static final String DISABLED = "webhook_endpoint.disabled";

    private static final int FAILURES_BEFORE_PAUSE = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofDays(5);

    private static final String GOOD =
            """
            update webhook_lane set failures = 0, failing_since = null, paused_until = null
            where id = :lane and failures > 0\
            """;

    private static final String BAD =
            """
            update webhook_lane set failures = failures + :failures, failing_since = coalesce(failing_since, cast(:now as timestamptz)),
                paused_until = greatest(paused_until, cast(:pause as timestamptz), case when failures + :failures >= :before then
                    cast(:now as timestamptz) + make_interval(secs => least(:longest, power(2, least(failures + :failures - :before, 10)))) end)
            where id = :lane returning failing_since <= cast(:patience as timestamptz) as hopeless\
            """;

    private static final String DISABLE =
            """
            update webhook_endpoint e set state = 'disabled', disabled_reason = :reason, version = e.version + 1
            from shop s where e.id = :endpoint and e.state = 'enabled' and s.id = e.shop_id
            returning e.merchant_id, e.shop_id, e.environment, e.url, s.clock_offset_ms\
            """;

    private static final String INVOICE_RECEIVER_GONE =
            """
            update webhook_delivery set state = 'cancelled', next_attempt_at = null
            where lane = :lane and order_key = :orderKey and state = 'pending' and leased_until is null and url = :url\
            """;

    private final Clock clock;

    LaneHealth(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes over what attempts say about their lanes.
     *
     * @return whether an endpoint was disabled
     */
    boolean note(Handle handle, Map<UUID, List<Attempt>> byLane, Instant now) {
        boolean disabled = false;
        for (Map.Entry<UUID, List<Attempt>> lane : byLane.entrySet()) {
            disabled |= note(handle, lane.getKey(), lane.getValue(), now);
        }
        return disabled;
    }

    private boolean note(Handle handle, UUID lane, List<Attempt> attempts, Instant now) {
        List<Attempt> bad = attempts.stream().filter(one -> !one.delivered()).toList();
        if (bad.size() < attempts.size()) {
            // One good answer says that somebody is there.
            if (!bad.isEmpty() || attempts.stream().anyMatch(one -> one.delivery().laneFailed())) {
                handle.createUpdate(GOOD).bind("lane", lane).execute();
            }
        }
        Optional<Attempt> gone = bad.stream().filter(Attempt::gone).findFirst();
        boolean hopeless = bad.size() == attempts.size() && fails(handle, lane, bad, now);
        Optional<UUID> endpoint = attempts.get(0).delivery().endpoint();
        if (endpoint.isEmpty()) {
            gone.ifPresent(one -> dropRest(handle, one.delivery()));
            return false;
        }
        if (gone.isPresent()) {
            return disable(handle, endpoint.get(), "it answered 410 Gone");
        }
        return hopeless
                && disable(
                        handle,
                        endpoint.get(),
                        "every attempt failed for " + PATIENCE.toDays() + " days");
    }

    private static boolean fails(Handle handle, UUID lane, List<Attempt> bad, Instant now) {
        Optional<Instant> asked =
                bad.stream()
                        .flatMap(one -> one.retryAfter().stream())
                        .max(Comparator.naturalOrder())
                        .map(pause -> now.plus(RetrySchedule.shorter(pause, LONGEST_ASKED_FOR)));
        return handle.createQuery(BAD)
                .bind("lane", lane)
                .bind("failures", bad.size())
                .bind("now", now)
                .bind("pause", asked.orElse(null))
                .bind("before", FAILURES_BEFORE_PAUSE)
                .bind("longest", (double) LONGEST_PAUSE.toSeconds())
                .bind("patience", now.minus(PATIENCE))
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    private static void dropRest(Handle handle, Delivery delivery) {
        handle.createUpdate(INVOICE_RECEIVER_GONE)
                .bind("lane", delivery.lane())
                .bind("orderKey", delivery.orderKey())
                .bind("url", delivery.url().toString())
                .execute();
    }

    private boolean disable(Handle handle, UUID endpoint, String reason) {
        List<Event> told = new ArrayList<>();
        handle.createQuery(DISABLE)
                .bind("endpoint", endpoint)
                .bind("reason", reason)
                .map(
                        (row, context) ->
                                told.add(
                                        new Event(
                                                Ids.next(),
                                                row.getObject("merchant_id", UUID.class),
                                                row.getObject("shop_id", UUID.class),
                                                Environment.valueOf(
                                                        row.getString("environment")
                                                                .toUpperCase(Locale.ROOT)),
                                                DISABLED,
                                                new Event.ObjectRef("webhook_endpoint", endpoint),
                                                endpoint,
                                                nextSequence(handle, endpoint),
                                                ShopTime.of(clock, row.getLong("clock_offset_ms"))
                                                        .instant(),
                                                null,
                                                Json.text(
                                                        Map.of(
                                                                "id",
                                                                endpoint,
                                                                "url",
                                                                row.getString("url"),
                                                                "state",
                                                                "disabled",
                                                                "disabledReason",
                                                                reason)))))
                .list();
        told.forEach(event -> EventLog.insert(handle, event));
        return !told.isEmpty();
    }

    private static long nextSequence(Handle handle, UUID orderKey) {
        return handle.select(
                        "select coalesce(max(sequence), 0) + 1 from event where order_key = ?",
                        orderKey)
                .mapTo(Long.class)
                .one();
    }
}
