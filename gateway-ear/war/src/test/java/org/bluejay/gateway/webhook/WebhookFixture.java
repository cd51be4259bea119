package org.bluejay.gateway.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.event.EventFixture;
import org.bluejay.gateway.event.EventTypes;
import org.bluejay.gateway.http.AddressGuard;
import org.bluejay.gateway.http.OutboundHttp;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.bluejay.gateway.webhook.WebhookEndpoint.Wishes;

/** A shop, its endpoints, and dispatchers as nodes run them; time moves when a test says so. */
final class WebhookFixture {

    static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final MovableClock clock = new MovableClock();
    final Secrets secrets = new Secrets(new byte[32]);
    final EventFixture events = new EventFixture();
    final WebhookEndpoints endpoints = new WebhookEndpoints(events.database, secrets, clock);
    final WebhookDeliveries deliveries = new WebhookDeliveries(events.database, clock);
    final Fanout fanout = new Fanout(clock);
    final DeliveryQueue queue =
            new DeliveryQueue(
                    events.work, new WebhookTargets(secrets, clock), clock, Duration.ofMinutes(1));
    final AttemptLog log =
            new AttemptLog(
                    events.work, new LaneHealth(clock), new RetrySchedule(new Random(1)), clock);
    private final OutboundHttp http =
            OutboundHttp.withPlain(AddressGuard.publicOnly(), AddressGuard.loopbackOnly());
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(http));

    static final class MovableClock extends Clock {
        private final AtomicReference<Instant> now =
                new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));

        void advance(Duration by) {
            now.updateAndGet(instant -> instant.plus(by));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /**
     * @param lanesAtOnce how many lanes one look tells at most
     */
    DeliveryQueue queue(int lanesAtOnce) {
        return new DeliveryQueue(
                events.work,
                new WebhookTargets(secrets, clock),
                clock,
                Duration.ofMinutes(1),
                lanesAtOnce);
    }

    Receiver receiver() {
        Receiver receiver = new Receiver();
        opened.add(receiver);
        return receiver;
    }

    Dispatcher dispatcher() {
        return dispatcher(16, TIMEOUT);
    }

    Dispatcher dispatcher(int workers, Duration timeout) {
        Dispatcher dispatcher =
                new Dispatcher(
                        queue,
                        new WebhookSender(http, http, clock, timeout),
                        log,
                        () -> {},
                        Thread::new,
                        workers);
        opened.add(dispatcher);
        return dispatcher;
    }

    WebhookEndpoint endpoint(String url, String... types) {
        return endpoint(url, EnumSet.of(Kind.V1), types);
    }

    WebhookEndpoint endpoint(String url, Set<Kind> signatures, String... types) {
        WebhookEndpoint endpoint =
                WebhookEndpoint.create(
                        Ids.next(),
                        endpoints.ownerOf(caller(), events.shop),
                        new Wishes(url, EventTypes.of(List.of(types)), "", signatures),
                        clock.instant());
        endpoints.add(endpoint);
        signatures.forEach(kind -> endpoints.addKey(endpoint, kind));
        return endpoint;
    }

    /** A key of the fixture's merchant, for all its sandbox shops. */
    Caller caller() {
        return caller(events.merchant);
    }

    Caller caller(UUID merchant) {
        return new Caller(
                Ids.next(),
                merchant,
                Optional.empty(),
                Duration.ZERO,
                Environment.SANDBOX,
                Set.of(),
                "127.0.0.1",
                "request",
                Optional.empty());
    }

    /** Appends and numbers one event, which makes its deliveries. */
    Event happens(String type, UUID invoice, long sequence) {
        Event event = events.append(type, invoice, sequence);
        number();
        return event;
    }

    Event happens(Event event) {
        events.append(event);
        number();
        return event;
    }

    /** Of as many different invoices. */
    List<Event> happenMany(String type, int count) {
        List<Event> many = events.appendMany(type, count);
        number();
        return many;
    }

    void number() {
        events.number(fanout::deliver);
    }

    List<Map<String, Object>> rows(String sql, Object... arguments) {
        return events.jdbi.withHandle(handle -> handle.select(sql, arguments).mapToMap().list());
    }

    void update(String sql, Object... arguments) {
        events.jdbi.useHandle(handle -> handle.execute(sql, arguments));
    }

    /** Why each attempt at it failed, as the delivery log tells. */
    List<String> errorsOf(Event event) {
        return rows(
                        "select a.error from webhook_attempt a join webhook_delivery d on d.id ="
                                + " a.delivery_id where d.event_id = ? order by a.number",
                        event.id())
                .stream()
                .map(row -> (String) row.get("error"))
                .toList();
    }

    String stateOf(Event event) {
        return (String)
                rows("select state from webhook_delivery where event_id = ?", event.id())
                        .get(0)
                        .get("state");
    }

    int attemptsOf(Event event) {
        return (Integer)
                rows("select attempts from webhook_delivery where event_id = ?", event.id())
                        .get(0)
                        .get("attempts");
    }

    /** Waits for what has to come true soon. */
    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come true within " + PATIENCE);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    void close() throws Exception {
        // Dispatchers before the receivers they speak to, those before the client.
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}
