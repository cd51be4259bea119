package org.bluejay.gateway.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;

/**
 * Writes down what came of attempts, many in one transaction: the attempt itself, what becomes of
 * the delivery, and how its lane fares.
 */
final class AttemptLog {

    private static final String ATTEMPTS =
            """
            insert into webhook_attempt (id, delivery_id, number, started_at, latency_ms, status, error, answer)
            select a.id, a.delivery_id, a.number, cast(a.started_at as timestamptz), a.latency_ms, a.status, a.error, a.answer
            from unnest(:ids, :deliveries, :numbers, :startedAt, :latencies, :statuses, :errors, :answers)
                as a(id, delivery_id, number, started_at, latency_ms, status, error, answer)\
            """;

    /** A node that lost its lease may still say that it succeeded, but nothing else. */
    private static final String DELIVERIES =
            """
            update webhook_delivery d set state = a.state, attempts = a.number, leased_until = null,
                next_attempt_at = cast(a.next as timestamptz)
            from unnest(:deliveries, :numbers, :states, :nexts, :leases) as a(id, number, state, next, lease)
            where d.id = a.id and d.state = 'pending'
                and (d.leased_until = cast(a.lease as timestamptz) or a.state = 'delivered')\
            """;

    /** Those that have to wait anyway are not looked at before. */
    private static final String SUCCESSORS =
            """
            update webhook_delivery s set next_attempt_at = h.next_attempt_at
            from webhook_delivery h
            where h.id = any(:failed) and h.state = 'pending' and h.attempts < :inOrder
                and s.lane = h.lane and s.order_key = h.order_key and s.state = 'pending'
                and s.sequence > h.sequence and s.leased_until is null and s.next_attempt_at < h.next_attempt_at\
            """;

    private final WorkDatabase database;
    private final LaneHealth health;
    private final RetrySchedule schedule;
    private final Clock clock;

    /** What becomes of a delivery. */
    private record Verdict(Attempt attempt, String state, Optional<Instant> next) {}

    AttemptLog(WorkDatabase database, LaneHealth health, RetrySchedule schedule, Clock clock) {
        this.database = database;
        this.health = health;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * @return whether an endpoint was disabled by it, and its owner has to be told
     */
    boolean record(List<Attempt> attempts) {
        Instant now = clock.instant();
        List<Verdict> verdicts = attempts.stream().map(one -> verdict(one, now)).toList();
        return database.inTransaction(
                handle -> {
                    handle.execute(
                            "select set_config('enable_seqscan', 'off', true),"
                                    + " set_config('enable_hashjoin', 'off', true),"
                                    + " set_config('enable_mergejoin', 'off', true)");
                    insertAttempts(handle, attempts);
                    updateDeliveries(handle, verdicts);
                    return health.note(handle, byLane(attempts), now);
                });
    }

    private Verdict verdict(Attempt attempt, Instant now) {
        if (attempt.delivered()) {
            return new Verdict(attempt, "delivered", Optional.empty());
        }
        Optional<Instant> next =
                attempt.gone()
                        ? Optional.empty()
                        : schedule.pauseAfter(attempt.number(), attempt.retryAfter())
                                .map(now::plus);
        return new Verdict(attempt, next.isPresent() ? "pending" : "failed", next);
    }

    private static void insertAttempts(Handle handle, List<Attempt> attempts) {
        handle.createUpdate(ATTEMPTS)
                .bindArray("ids", UUID.class, map(attempts, one -> Ids.next()))
                .bindArray("deliveries", UUID.class, map(attempts, one -> one.delivery().id()))
                .bindArray("numbers", Integer.class, map(attempts, Attempt::number))
                .bindArray(
                        "startedAt", String.class, map(attempts, one -> one.startedAt().toString()))
                .bindArray("latencies", Integer.class, map(attempts, one -> millis(one.latency())))
                .bindArray(
                        "statuses", Integer.class, map(attempts, one -> one.status().orElse(null)))
                .bindArray("errors", String.class, map(attempts, Attempt::error))
                .bindArray("answers", String.class, map(attempts, Attempt::answer))
                .execute();
    }

    private static void updateDeliveries(Handle handle, List<Verdict> verdicts) {
        handle.createUpdate(DELIVERIES)
                .bindArray(
                        "deliveries", UUID.class, map(verdicts, v -> v.attempt().delivery().id()))
                .bindArray("numbers", Integer.class, map(verdicts, v -> v.attempt().number()))
                .bindArray("states", String.class, map(verdicts, Verdict::state))
                .bindArray(
                        "nexts",
                        String.class,
                        map(verdicts, v -> v.next().map(Instant::toString).orElse(null)))
                .bindArray(
                        "leases", String.class, map(verdicts, v -> v.attempt().delivery().lease()))
                .execute();
        List<UUID> failed =
                verdicts.stream()
                        .filter(v -> v.state().equals("pending"))
                        .map(v -> v.attempt().delivery().id())
                        .toList();
        if (!failed.isEmpty()) {
            handle.createUpdate(SUCCESSORS)
                    .bindArray("failed", UUID.class, failed)
                    .bind("inOrder", RetrySchedule.ATTEMPTS_IN_ORDER)
                    .execute();
        }
    }

    /** In one order on every node, because two that meet in the middle would wait for ever. */
    private static Map<UUID, List<Attempt>> byLane(List<Attempt> attempts) {
        return attempts.stream()
                .collect(
                        Collectors.groupingBy(
                                one -> one.delivery().lane(), TreeMap::new, Collectors.toList()));
    }

    private static int millis(Duration latency) {
        return (int) Math.min(latency.toMillis(), Integer.MAX_VALUE);
    }

    /** Unlike {@code toList()} of a stream's own kind, with room for null. */
    private static <T, U> List<U> map(List<T> list, Function<T, U> part) {
        List<U> parts = new ArrayList<>(list.size());
        list.forEach(one -> parts.add(part.apply(one)));
        return parts;
    }
}
