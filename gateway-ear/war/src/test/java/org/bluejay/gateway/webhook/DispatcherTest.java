package org.bluejay.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.bluejay.gateway.webhook.WebhookFixture.until;

import com.standardwebhooks.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Logged;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.webhook.Receiver.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private final WebhookFixture fixture = new WebhookFixture();
    private final Receiver receiver = fixture.receiver();
    private final UUID invoice = Ids.next();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void tells_an_endpoint_what_happened_with_the_same_body_as_the_API() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        Event event = fixture.happens("invoice.paid", invoice, 3);
        fixture.dispatcher();

        until(() -> fixture.stateOf(event).equals("delivered"));

        Receiver.Told told = receiver.told().get(0);
        assertThat(told.eventId()).isEqualTo(event.id().toString());
        assertThat(told.body())
                .contains("\"type\":\"invoice.paid\"", "\"sequence\":3", "\"apiVersion\":\"v1\"");
        SigningKey key = fixture.endpoints.liveKeys(endpoint).get(0);
        assertThat(told.header("webhook-signature"))
                .isEqualTo(
                        key.sign(
                                (told.eventId()
                                                + "."
                                                + told.header("webhook-timestamp")
                                                + "."
                                                + told.body())
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(fixture.rows("select * from webhook_attempt"))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.get("status")).isEqualTo(200));
    }

    @Test
    void tells_only_what_the_endpoint_asked_for() {
        fixture.endpoint(receiver.url(), "payment.*");
        fixture.happens("invoice.paid", invoice, 1);
        Event payment = fixture.happens("payment.received", invoice, 2);
        fixture.dispatcher();

        until(() -> fixture.stateOf(payment).equals("delivered"));
        assertThat(receiver.toldEvents()).containsExactly(payment.id().toString());
    }

    @Test
    void an_invoices_own_receiver_is_told_with_the_shops_secret() {
        SigningKey secret = SigningKey.create(SigningKey.Kind.V1);
        UUID shop = Ids.next();
        fixture.events.shop(
                fixture.events.merchant,
                Environment.SANDBOX,
                shop,
                fixture.secrets.seal(shop, secret.text()));
        Event event =
                fixture.happens(
                        fixture.events.event(shop, "invoice.paid", invoice, 1, receiver.url()));
        fixture.clock.advance(
                Duration.between(fixture.clock.instant(), java.time.Clock.systemUTC().instant()));
        fixture.dispatcher();

        until(() -> fixture.stateOf(event).equals("delivered"));
        Receiver.Told told = receiver.told().get(0);
        assertThatCode(() -> new Webhook(secret.text()).verify(told.body(), told.headers()))
                .doesNotThrowAnyException();
    }

    @Test
    void tries_again_on_schedule_and_gives_up_after_eight_attempts() {
        fixture.endpoint(receiver.url());
        receiver.answers(500);
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();
        List<Duration> pauses =
                List.of(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        Duration.ofHours(6),
                        Duration.ofHours(24));
        for (int i = 0; i < pauses.size(); i++) {
            int attempts = i + 1;
            until(() -> fixture.attemptsOf(event) == attempts);
            Duration pause = pauses.get(i);
            assertThat(nextAttemptIn(event))
                    .isBetween(pause, pause.plus(pause.dividedBy(10)).plusMillis(1));
            fixture.clock.advance(nextAttemptIn(event));
        }
        until(() -> fixture.stateOf(event).equals("failed"));

        assertThat(receiver.told()).hasSize(8);
        assertThat(fixture.rows("select * from webhook_attempt order by number"))
                .extracting(row -> row.get("number"))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void waits_as_long_as_a_busy_receiver_asks() {
        fixture.endpoint(receiver.url());
        receiver.answers(told -> Reply.busyFor("120"));
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();

        until(() -> fixture.attemptsOf(event) == 1);
        assertThat(nextAttemptIn(event)).isEqualTo(Duration.ofMinutes(2));
        assertThat(lane().get("paused_until")).isNotNull();
    }

    @Test
    void a_receiver_that_is_gone_is_disabled_at_once_and_the_shop_told_elsewhere() {
        WebhookEndpoint gone = fixture.endpoint(receiver.url(), "invoice.*");
        Receiver other = fixture.receiver();
        fixture.endpoint(other.url(), "webhook_endpoint.*");
        receiver.answers(410);
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();

        until(() -> fixture.stateOf(event).equals("failed"));
        assertThat(fixture.endpoints.get(fixture.caller(), gone.id().toString()).state())
                .isEqualTo(WebhookEndpoint.State.DISABLED);
        fixture.number();
        until(() -> other.told().size() == 1);
        assertThat(other.told().get(0).body())
                .contains("\"type\":\"webhook_endpoint.disabled\"", gone.id().toString());
    }

    @Test
    void an_endpoint_that_only_fails_for_five_days_is_disabled() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        receiver.answers(500);
        Event first = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();
        until(() -> fixture.attemptsOf(first) == 1);

        fixture.clock.advance(Duration.ofDays(5).plusSeconds(1));
        until(() -> fixture.attemptsOf(first) == 2);

        assertThat(fixture.endpoints.get(fixture.caller(), endpoint.id().toString()).state())
                .isEqualTo(WebhookEndpoint.State.DISABLED);
        until(() -> fixture.stateOf(first).equals("cancelled"));
    }

    @Test
    void one_good_answer_starts_the_five_days_anew() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        receiver.answers(500);
        Event first = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();
        until(() -> fixture.attemptsOf(first) == 1);
        receiver.answers(200);
        fixture.clock.advance(Duration.ofDays(4));
        until(() -> fixture.stateOf(first).equals("delivered"));
        receiver.answers(500);
        fixture.clock.advance(Duration.ofDays(4));

        Event second = fixture.happens("invoice.paid", Ids.next(), 1);

        until(() -> fixture.attemptsOf(second) == 1);
        assertThat(fixture.endpoints.get(fixture.caller(), endpoint.id().toString()).state())
                .isEqualTo(WebhookEndpoint.State.ENABLED);
    }

    @Test
    void keeps_the_order_of_one_object_while_its_head_is_tried_again() {
        fixture.endpoint(receiver.url());
        receiver.answers(500);
        Event head = fixture.happens("invoice.created", invoice, 1);
        Event successor = fixture.happens("invoice.paid", invoice, 2);
        fixture.dispatcher();
        until(() -> fixture.attemptsOf(head) == 1);
        Event late = fixture.happens("invoice.refunded", invoice, 3);
        receiver.answers(200);

        fixture.clock.advance(Duration.ofSeconds(6));

        until(() -> fixture.stateOf(late).equals("delivered"));
        assertThat(receiver.toldEvents())
                .containsExactly(
                        head.id().toString(),
                        head.id().toString(),
                        successor.id().toString(),
                        late.id().toString());
    }

    @Test
    void a_head_that_failed_three_times_steps_aside() {
        fixture.endpoint(receiver.url());
        Event head = fixture.happens("invoice.created", invoice, 1);
        Event successor = fixture.happens("invoice.paid", invoice, 2);
        receiver.answers(told -> Reply.of(told.eventId().equals(head.id().toString()) ? 500 : 200));
        fixture.dispatcher();
        for (int attempts = 1; attempts <= 2; attempts++) {
            int soFar = attempts;
            until(() -> fixture.attemptsOf(head) == soFar);
            assertThat(fixture.stateOf(successor)).isEqualTo("pending");
            fixture.clock.advance(nextAttemptIn(head));
        }

        until(() -> fixture.stateOf(successor).equals("delivered"));
        assertThat(fixture.stateOf(head)).isEqualTo("pending");
        assertThat(fixture.attemptsOf(head)).isEqualTo(3);
    }

    @Test
    void a_failing_event_holds_up_no_other_object() {
        fixture.endpoint(receiver.url());
        Event failing = fixture.happens("invoice.created", invoice, 1);
        Event other = fixture.happens("invoice.created", Ids.next(), 1);
        receiver.answers(
                told -> Reply.of(told.eventId().equals(failing.id().toString()) ? 500 : 200));
        fixture.dispatcher();

        until(() -> fixture.stateOf(other).equals("delivered"));
        assertThat(fixture.stateOf(failing)).isEqualTo("pending");
    }

    @Test
    void a_receiver_that_hangs_with_a_long_backlog_slows_nobody_else() {
        Receiver hanging = fixture.receiver();
        hanging.answers(told -> Reply.never());
        fixture.endpoint(hanging.url(), "payment.*");
        fixture.endpoint(receiver.url(), "invoice.*");
        fixture.events.appendMany("payment.received", 1000);
        fixture.number();
        fixture.dispatcher(8, Duration.ofMinutes(1));
        until(() -> !hanging.told().isEmpty());

        fixture.events.appendMany("invoice.paid", 200);
        fixture.number();

        until(() -> receiver.told().size() == 200);
        assertThat(hanging.told()).hasSize(1);
        hanging.close();
    }

    @Test
    void a_node_that_dies_loses_its_lease_and_another_delivers() {
        fixture.endpoint(receiver.url());
        Event event = fixture.happens("invoice.paid", invoice, 1);
        List<UUID> lanes = fixture.queue.dueLanes();
        List<Delivery> dead = fixture.queue.take(List.of(new Lanes.Room(lanes.get(0), 10, 0)));
        assertThat(dead).hasSize(1);
        assertThat(fixture.queue.dueLanes()).isEmpty();
        fixture.dispatcher();

        fixture.events.jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update webhook_delivery set leased_until = now() - interval '1"
                                        + " s'"));

        until(() -> fixture.stateOf(event).equals("delivered"));
        assertThat(receiver.told()).hasSize(1);
    }

    @Test
    void several_nodes_deliver_everything_once_and_in_order() {
        fixture.endpoint(receiver.url());
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            UUID object = Ids.next();
            for (int sequence = 1; sequence <= 5; sequence++) {
                all.add(fixture.events.event("invoice.paid", object, sequence));
            }
        }
        fixture.events.append(all);
        fixture.number();
        fixture.dispatcher();
        fixture.dispatcher();

        until(() -> pending() == 0);

        assertThat(receiver.told()).hasSize(100);
        assertThat(Set.copyOf(receiver.toldEvents())).hasSize(100);
        Map<String, List<String>> byObject =
                receiver.told().stream()
                        .map(Receiver.Told::body)
                        .collect(
                                Collectors.groupingBy(
                                        body -> body.replaceAll(".*\"object\":(\\{.*?\\}).*", "$1"),
                                        Collectors.mapping(
                                                body ->
                                                        body.replaceAll(
                                                                ".*\"sequence\":(\\d+).*", "$1"),
                                                Collectors.toList())));
        assertThat(byObject.values()).allSatisfy(order -> assertThat(order).isSorted());
    }

    @Test
    void closing_finishes_what_is_on_its_way_and_gives_back_the_rest() {
        fixture.endpoint(receiver.url());
        fixture.events.appendMany("invoice.paid", 200);
        fixture.number();
        Dispatcher dispatcher = fixture.dispatcher(2, WebhookFixture.TIMEOUT);
        until(() -> !receiver.told().isEmpty());

        dispatcher.close();

        int delivered = receiver.told().size();
        assertThat(fixture.rows("select 1 from webhook_delivery where state = 'delivered'"))
                .hasSize(delivered);
        assertThat(fixture.rows("select 1 from webhook_delivery where leased_until is not null"))
                .isEmpty();
    }

    @Test
    void a_ping_goes_to_its_endpoint_whatever_that_asks_for_and_to_no_other() {
        WebhookEndpoint pinged = fixture.endpoint(receiver.url(), "payout.*");
        Receiver other = fixture.receiver();
        fixture.endpoint(other.url());
        UUID eventId = Ids.next();
        Event ping =
                new Event(
                        eventId,
                        pinged.merchantId(),
                        pinged.shopId(),
                        pinged.environment(),
                        Fanout.PING,
                        new Event.ObjectRef("webhook_endpoint", pinged.id()),
                        eventId,
                        1,
                        fixture.clock.instant(),
                        null,
                        "{}");
        fixture.happens(ping);
        Event everywhere = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();

        until(() -> fixture.stateOf(ping).equals("delivered"));
        until(() -> fixture.stateOf(everywhere).equals("delivered"));
        assertThat(receiver.toldEvents()).containsExactly(ping.id().toString());
        assertThat(other.toldEvents()).containsExactly(everywhere.id().toString());
    }

    @Test
    void what_waits_for_a_disabled_endpoint_is_cancelled() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        Event event = fixture.happens("invoice.paid", invoice, 1);
        endpoint.disable("on purpose");
        fixture.endpoints.save(endpoint);
        fixture.dispatcher();

        until(() -> fixture.stateOf(event).equals("cancelled"));
        assertThat(receiver.told()).isEmpty();
    }

    @Test
    void a_private_address_is_refused_when_it_is_called() {
        fixture.endpoint("https://10.0.0.1/hook");
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();

        until(() -> fixture.attemptsOf(event) == 1);
        assertThat(fixture.rows("select error from webhook_attempt"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.get("error").toString()).contains("public address"));
    }

    @Test
    void a_secret_that_does_not_open_fails_its_own_receivers_attempts_and_no_others() {
        WebhookEndpoint sealed = fixture.endpoint(receiver.url(), "invoice.*");
        Receiver other = fixture.receiver();
        fixture.endpoint(other.url(), "payment.*");
        UUID shop = Ids.next();
        byte[] byAnotherKey =
                new Secrets(Ids.randomBytes(32))
                        .seal(shop, SigningKey.create(SigningKey.Kind.V1).text());
        fixture.events.shop(fixture.events.merchant, Environment.SANDBOX, shop, byAnotherKey);
        fixture.update(
                "update webhook_secret set secret = set_byte(secret, 20, get_byte(secret, 20) # 1)"
                        + " where endpoint_id = ?",
                sealed.id());
        Event damaged = fixture.happens("invoice.paid", invoice, 1);
        Event wrongKey =
                fixture.happens(
                        fixture.events.event(shop, "invoice.paid", Ids.next(), 1, receiver.url()));
        Event good = fixture.happens("payment.received", Ids.next(), 1);
        try (Logged log = Logged.of(WebhookTargets.class)) {
            fixture.dispatcher();

            until(() -> fixture.stateOf(good).equals("delivered"));
            until(() -> fixture.attemptsOf(damaged) == 1 && fixture.attemptsOf(wrongKey) == 1);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains("endpoint=" + sealed.id()))
                    .anySatisfy(line -> assertThat(line).contains("shop=" + shop));
        }

        assertThat(receiver.told()).isEmpty();
        for (Event event : List.of(damaged, wrongKey)) {
            assertThat(fixture.stateOf(event)).isEqualTo("pending");
            assertThat(nextAttemptIn(event))
                    .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_501));
            assertThat(fixture.errorsOf(event))
                    .singleElement()
                    .asString()
                    .contains("the secret that signs it does not open");
        }
    }

    @Test
    void a_rotated_secret_helps_at_once_when_the_one_before_does_not_open() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        fixture.update("update webhook_secret set secret = 'noise'");
        fixture.endpoints.expireKeys(endpoint, Duration.ofHours(24));
        SigningKey fresh = fixture.endpoints.addKey(endpoint, SigningKey.Kind.V1);
        fixture.clock.advance(
                Duration.between(fixture.clock.instant(), java.time.Clock.systemUTC().instant()));
        fixture.update(
                "update webhook_secret set expires_at = now() + interval '1 day' where expires_at"
                        + " is not null");
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();

        until(() -> fixture.stateOf(event).equals("delivered"));
        Receiver.Told told = receiver.told().get(0);
        assertThatCode(() -> new Webhook(fresh.text()).verify(told.body(), told.headers()))
                .doesNotThrowAnyException();
    }

    @Test
    void more_due_lanes_than_one_look_tells_are_told_in_turn() {
        Set<UUID> all = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            all.add(fixture.endpoint(receiver.url()).id());
        }
        fixture.happens("invoice.paid", invoice, 1);
        DeliveryQueue queue = fixture.queue(2);

        List<UUID> first = queue.dueLanes();
        Set<UUID> seen = new HashSet<>(first);
        seen.addAll(queue.dueLanes());
        seen.addAll(queue.dueLanes());

        assertThat(first).hasSize(2);
        assertThat(seen).isEqualTo(all);
        assertThat(queue.dueLanes()).isEqualTo(first);
    }

    @Test
    void a_receiver_that_failed_ten_times_is_left_alone_until_one_good_answer() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url(), "invoice.*");
        Receiver other = fixture.receiver();
        fixture.endpoint(other.url(), "payment.*");
        receiver.answers(500);
        List<Event> failing = fixture.happenMany("invoice.paid", 40);
        fixture.dispatcher();

        until(() -> failuresOf(endpoint) >= 10 && leased() == 0);
        // One may set out while the tenth failure is being written down.
        assertThat(receiver.told()).hasSizeBetween(10, 11);
        assertThat(pauseOf(endpoint)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));

        Event elsewhere = fixture.happens("payment.received", Ids.next(), 1);
        until(() -> fixture.stateOf(elsewhere).equals("delivered"));
        assertThat(receiver.told()).hasSizeBetween(10, 11);

        receiver.answers(200);
        fixture.clock.advance(Duration.ofSeconds(10));
        until(() -> failing.stream().allMatch(one -> fixture.stateOf(one).equals("delivered")));
        assertThat(lane(endpoint))
                .containsEntry("failures", 0)
                .containsEntry("paused_until", null)
                .containsEntry("failing_since", null);
    }

    @Test
    void a_pause_doubles_with_each_failure_up_to_a_minute() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        receiver.answers(500);
        fixture.happenMany("invoice.paid", 1);
        fixture.dispatcher();
        until(() -> failuresOf(endpoint) == 1);
        for (int failures : List.of(10, 11, 14, 17, 40)) {
            fixture.update(
                    "update webhook_lane set failures = ?, paused_until = null", failures - 1);
            fixture.clock.advance(Duration.ofHours(1));
            fixture.update(
                    "update webhook_delivery set attempts = 1, state = 'pending', next_attempt_at ="
                            + " ?",
                    fixture.clock.instant());
            until(() -> failuresOf(endpoint) == failures);

            assertThat(pauseOf(endpoint))
                    .isEqualTo(Duration.ofSeconds(Math.min(60, 1L << Math.min(failures - 10, 6))));
        }
    }

    @Test
    void a_sandbox_clock_that_is_advanced_pulls_the_next_attempt_forward() {
        fixture.endpoint(receiver.url());
        receiver.answers(500);
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();
        until(() -> fixture.attemptsOf(event) == 1);
        receiver.answers(200);

        fixture.deliveries.advance(fixture.events.shop, Duration.ofSeconds(10));

        until(() -> fixture.stateOf(event).equals("delivered"));
    }

    private Duration nextAttemptIn(Event event) {
        java.sql.Timestamp next =
                (java.sql.Timestamp)
                        fixture.rows(
                                        "select next_attempt_at from webhook_delivery where"
                                                + " event_id = ?",
                                        event.id())
                                .get(0)
                                .get("next_attempt_at");
        return Duration.between(fixture.clock.instant(), next.toInstant());
    }

    private Map<String, Object> lane() {
        return fixture.rows("select * from webhook_lane").get(0);
    }

    private Map<String, Object> lane(WebhookEndpoint endpoint) {
        return fixture.rows("select * from webhook_lane where id = ?", endpoint.id()).get(0);
    }

    private int failuresOf(WebhookEndpoint endpoint) {
        return (Integer) lane(endpoint).get("failures");
    }

    private int leased() {
        return fixture.rows("select 1 from webhook_delivery where leased_until is not null").size();
    }

    private Duration pauseOf(WebhookEndpoint endpoint) {
        java.sql.Timestamp until = (java.sql.Timestamp) lane(endpoint).get("paused_until");
        return Duration.between(fixture.clock.instant(), until.toInstant());
    }

    private int pending() {
        return fixture.rows("select 1 from webhook_delivery where state = 'pending'").size();
    }
}
