package org.bluejay.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bluejay.gateway.webhook.WebhookFixture.until;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.webhook.Recovery.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private final WebhookFixture fixture = new WebhookFixture();
    private final Receiver receiver = fixture.receiver();
    private final Recovery recovery =
            new Recovery(fixture.endpoints, fixture.events.database, null, fixture.clock);
    private final UUID invoice = Ids.next();

    /** Ids, and with them what "since" is compared to, are of real time. */
    private final Instant since = java.time.Clock.systemUTC().instant().minusSeconds(3600);

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void an_endpoint_added_later_gets_all_that_it_asks_for_in_order() {
        Event created = fixture.happens("invoice.created", invoice, 1);
        fixture.happens("payment.received", invoice, 2);
        Event paid = fixture.happens("invoice.paid", invoice, 3);
        WebhookEndpoint late = fixture.endpoint(receiver.url(), "invoice.*");

        assertThat(recovery.recover(late, since, Mode.ALL).queued()).isEqualTo(2);

        fixture.dispatcher();
        until(() -> receiver.told().size() == 2);
        assertThat(receiver.toldEvents())
                .containsExactly(created.id().toString(), paid.id().toString());
    }

    @Test
    void the_latest_state_is_the_last_event_of_each_object() {
        fixture.happens("invoice.created", invoice, 1);
        Event paid = fixture.happens("invoice.paid", invoice, 2);
        Event other = fixture.happens("invoice.created", Ids.next(), 1);
        WebhookEndpoint late = fixture.endpoint(receiver.url());

        assertThat(recovery.recover(late, since, Mode.LATEST_STATE).queued()).isEqualTo(2);

        assertThat(fixture.rows("select event_id from webhook_delivery"))
                .extracting(row -> row.get("event_id"))
                .containsExactlyInAnyOrder(paid.id(), other.id());
    }

    @Test
    void what_was_received_or_is_on_its_way_is_not_sent_again() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        Event received = fixture.happens("invoice.created", invoice, 1);
        Dispatcher dispatcher = fixture.dispatcher();
        until(() -> fixture.stateOf(received).equals("delivered"));
        dispatcher.close();
        fixture.happens("invoice.paid", invoice, 2);

        assertThat(recovery.recover(endpoint, since, Mode.ALL).queued()).isZero();
    }

    @Test
    void what_happened_before_is_left_out() {
        fixture.happens("invoice.created", invoice, 1);
        WebhookEndpoint late = fixture.endpoint(receiver.url());

        assertThat(recovery.recover(late, since.plusSeconds(7200), Mode.ALL).queued()).isZero();
    }

    @Test
    void a_disabled_endpoint_has_to_be_enabled_first() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        endpoint.disable("on purpose");

        assertThatThrownBy(() -> recovery.recover(endpoint, since, Mode.ALL))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(409));
    }

    @Test
    void what_failed_for_good_is_delivered_anew() {
        fixture.endpoint(receiver.url());
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.events.jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update webhook_delivery set state = 'failed', next_attempt_at ="
                                        + " null"));
        UUID failed = (UUID) fixture.rows("select id from webhook_delivery").get(0).get("id");

        WebhookDeliveries.View again =
                fixture.deliveries.redeliver(fixture.caller(), failed.toString());

        assertThat(again.id()).isNotEqualTo(failed);
        assertThat(again.eventId()).isEqualTo(event.id());
        assertThat(again.state()).isEqualTo("pending");
    }

    @Test
    void what_still_waits_is_pulled_forward() {
        fixture.endpoint(receiver.url());
        receiver.answers(500);
        Event event = fixture.happens("invoice.paid", invoice, 1);
        fixture.dispatcher();
        until(() -> fixture.attemptsOf(event) == 1);
        receiver.answers(200);
        UUID waiting = (UUID) fixture.rows("select id from webhook_delivery").get(0).get("id");

        WebhookDeliveries.View same =
                fixture.deliveries.redeliver(fixture.caller(), waiting.toString());

        assertThat(same.id()).isEqualTo(waiting);
        until(() -> fixture.stateOf(event).equals("delivered"));
        assertThat(fixture.deliveries.attempts(fixture.caller(), waiting.toString()))
                .extracting(WebhookDeliveries.AttemptView::status)
                .containsExactly(Optional.of(500), Optional.of(200));
    }

    @Test
    void another_merchants_endpoints_and_deliveries_do_not_exist() {
        WebhookEndpoint endpoint = fixture.endpoint(receiver.url());
        Event event = fixture.happens("invoice.paid", invoice, 1);
        UUID delivery = (UUID) fixture.rows("select id from webhook_delivery").get(0).get("id");
        Caller stranger = fixture.caller(fixture.events.merchant());

        assertNotFound(() -> fixture.endpoints.get(stranger, endpoint.id().toString()));
        assertNotFound(() -> fixture.endpoints.ownerOf(stranger, fixture.events.shop));
        assertNotFound(() -> fixture.deliveries.get(stranger, delivery.toString()));
        assertNotFound(() -> fixture.deliveries.redeliver(stranger, delivery.toString()));
        assertNotFound(() -> fixture.deliveries.attempts(stranger, delivery.toString()));
        assertThat(fixture.endpoints.list(stranger, Optional.empty(), 10).items()).isEmpty();
        assertThat(
                        List.of(
                                fixture.deliveries.ofEvent(
                                        stranger, event.id(), Optional.empty(), 10),
                                fixture.deliveries.ofInvoice(
                                        stranger, invoice, Optional.empty(), 10),
                                fixture.deliveries.ofEndpoint(
                                        stranger, endpoint.id(), Optional.empty(), 10)))
                .allSatisfy(page -> assertThat(page.items()).isEmpty());
        assertThat(
                        fixture.deliveries
                                .ofInvoice(fixture.caller(), invoice, Optional.empty(), 10)
                                .items())
                .extracting(WebhookDeliveries.View::id)
                .containsExactly(delivery);
    }

    private static void assertNotFound(Runnable question) {
        assertThatThrownBy(question::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    }
}
