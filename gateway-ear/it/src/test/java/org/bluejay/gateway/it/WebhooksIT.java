package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bluejay.gateway.it.Receiver.Answer;
import org.bluejay.gateway.it.Receiver.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shops hear of everything, in order, provably from us; and can ask to hear it again. */
@ExtendWith(SharedGateway.class)
class WebhooksIT {

    private final Shop shop;
    private final Receiver receiver = new Receiver();

    WebhooksIT(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void an_endpoint_hears_everything_of_its_shop_in_order() {
        endpoint(Map.of());

        String invoice = paid("3.00");

        receiver.await("invoice.paid");
        List<Delivery> deliveries = receiver.all();
        assertThat(deliveries).extracting(Delivery::type).startsWith("invoice.created");
        assertThat(deliveries)
                .extracting(delivery -> delivery.event().path("sequence").asLong())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(deliveries).allMatch(delivery -> delivery.body().contains(invoice));
    }

    @Test
    void a_delivery_says_what_happened_and_to_what() {
        endpoint(Map.of());
        String invoice = paid("3.00");

        JsonNode event = receiver.await("invoice.paid").event();

        assertThat(event.path("id").asText())
                .isEqualTo(receiver.await("invoice.paid").header("webhook-id"));
        assertThat(event.path("environment").asText()).isEqualTo("sandbox");
        assertThat(event.path("shopId").asText()).isEqualTo(shop.id());
        assertThat(event.path("object").path("type").asText()).isEqualTo("invoice");
        assertThat(event.path("object").path("id").asText()).isEqualTo(invoice);
        assertThat(event.path("data").path("status").asText()).isEqualTo("paid");
        assertThat(event.path("data").path("amountPaid").asText()).isEqualTo("3.00");
        assertThat(event).isEqualTo(shop.api().get("/events/" + event.path("id").asText()).data());
    }

    @Test
    void an_endpoint_hears_only_the_types_it_wants() {
        endpoint(Map.of("types", List.of("invoice.paid", "payment.*")));

        paid("3.00");

        receiver.await("invoice.paid");
        receiver.await("payment.received");
        assertThat(receiver.types()).containsOnly("invoice.paid", "payment.received");
    }

    @Test
    void an_invoice_s_own_receiver_hears_all_of_it_and_nothing_else() throws Exception {
        JsonNode invoice = shop.invoice(Map.of("webhookUrl", receiver.url("/mine")));
        paid("1.00");

        pay(invoice.path("id").asText());

        Delivery paid = receiver.await("invoice.paid");
        assertThat(receiver.all()).allMatch(d -> d.body().contains(invoice.path("id").asText()));
        assertThat(receiver.types()).contains("invoice.created", "payment.received");
        assertThat(paid.path()).isEqualTo("/mine");
        verify(paid, shop.secret());
    }

    @Test
    void during_rotation_both_secrets_sign() throws Exception {
        Reply endpoint = endpoint(Map.of());
        String first = secret(endpoint);

        Reply rotated =
                shop.api()
                        .post("/webhook-endpoints/" + endpoint.text("id") + "/rotate-secret")
                        .expect(200);

        String second = secret(rotated);
        assertThat(second).startsWith("whsec_").isNotEqualTo(first);
        paid("1.00");
        Delivery delivery = receiver.await("invoice.paid");
        verify(delivery, first);
        verify(delivery, second);
        assertThat(delivery.header("webhook-signature").split(" ")).hasSize(2);
        assertThat(delivery.header("x-bluejay-signature")).matches("[0-9a-f]{64}");
        assertThatThrownBy(() -> verify(delivery, shop.secret()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void signatures_are_of_real_time_whatever_the_shop_s_clock_says() throws Exception {
        Reply endpoint = endpoint(Map.of());
        shop.advance("P30D");

        paid("1.00");

        Delivery delivery = receiver.await("invoice.paid");
        long signed = Long.parseLong(delivery.header("webhook-timestamp"));
        assertThat(signed).isBetween(now() - 60, now() + 5);
        verify(delivery, secret(endpoint));
        assertThat(Instant.parse(delivery.event().path("timestamp").asText()))
                .isAfter(Instant.now().plusSeconds(86_400 * 29));
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    @Test
    void a_ping_arrives_and_is_signed() throws Exception {
        Reply endpoint = endpoint(Map.of("types", List.of("invoice.paid")));

        Reply ping = shop.api().post("/webhook-endpoints/" + endpoint.text("id") + "/ping");

        assertThat(ping.status()).as("%s", ping).isBetween(200, 202);
        verify(receiver.await("test.ping"), secret(endpoint));
    }

    @Test
    void a_failed_delivery_is_tried_again_and_every_attempt_is_kept() {
        receiver.answer(503);
        Reply endpoint = endpoint(Map.of("types", List.of("invoice.created")));
        shop.invoice("1.00");
        receiver.await("invoice.created");
        receiver.answer(204);

        shop.advance("PT10S");

        Await.until("a second attempt", () -> receiver.all().size() == 2);
        assertThat(receiver.all())
                .extracting(Delivery::id)
                .containsOnly(receiver.all().get(0).id());
        Reply log =
                Await.value(
                        "delivery to be done",
                        () -> deliveries(endpoint),
                        reply -> reply.texts("state").equals(List.of("delivered")));
        assertThat(log.data().path(0).path("attempts").asInt()).isEqualTo(2);
        assertThat(attempts(endpoint))
                .extracting(attempt -> attempt.path("status").asInt())
                .containsExactly(503, 204);
    }

    @Test
    void waits_as_long_as_the_receiver_asks() {
        receiver.answer(
                delivery -> new Answer(429, Map.of("Retry-After", "3600"), "slow down, please"));
        Reply endpoint = endpoint(Map.of("types", List.of("invoice.created")));
        shop.invoice("1.00");
        receiver.await("invoice.created");
        assertThat(firstAttempt(endpoint).path("status").asInt()).isEqualTo(429);
        assertThat(firstAttempt(endpoint).path("answer").asText()).contains("slow down, please");
        receiver.answer(204);

        shop.advance("PT30M");
        shop.api().post("/webhook-endpoints/" + endpoint.text("id") + "/ping").expect(202);
        receiver.await("test.ping");
        assertThat(receiver.types()).containsOnlyOnce("invoice.created");
        shop.advance("PT31M");

        Await.value(
                "another attempt",
                receiver::types,
                t -> t.stream().filter("invoice.created"::equals).count() == 2);
    }

    @Test
    void an_endpoint_that_is_gone_is_disabled() {
        receiver.answer(410);
        Reply endpoint = endpoint(Map.of());

        shop.invoice("1.00");

        Reply disabled =
                Await.value(
                        "endpoint to be disabled",
                        () -> shop.api().get("/webhook-endpoints/" + endpoint.text("id")),
                        reply -> reply.text("state").equals("disabled"));
        assertThat(disabled.body()).contains("410");
        receiver.forget();
        paid("1.00");
        assertThat(receiver.all()).isEmpty();
    }

    @Test
    void an_endpoint_that_only_fails_for_five_days_is_disabled() {
        receiver.answer(500);
        Reply endpoint = endpoint(Map.of());
        shop.invoice("1.00");
        receiver.await("invoice.created");

        Await.value(
                "endpoint to be disabled",
                () -> {
                    shop.advance("P1D");
                    return shop.api().get("/webhook-endpoints/" + endpoint.text("id"));
                },
                reply -> reply.text("state").equals("disabled"));
    }

    @Test
    void redirects_are_not_followed() {
        Receiver elsewhere = new Receiver();
        try (elsewhere) {
            receiver.answer(delivery -> new Answer(307, Map.of("Location", elsewhere.url()), ""));
            Reply endpoint = endpoint(Map.of("types", List.of("invoice.created")));
            shop.invoice("1.00");
            receiver.await("invoice.created");

            assertThat(firstAttempt(endpoint).path("status").asInt()).isEqualTo(307);
            assertThat(elsewhere.all()).isEmpty();
        }
    }

    @Test
    void a_delivery_can_be_sent_again() {
        Reply endpoint = endpoint(Map.of("types", List.of("invoice.created")));
        shop.invoice("1.00");
        Delivery first = receiver.await("invoice.created");
        String id = deliveries(endpoint).texts("id").get(0);

        Reply again = shop.api().post("/webhook-deliveries/" + id + "/redeliver");

        assertThat(again.status()).as("%s", again).isBetween(200, 202);
        receiver.awaitCount(2);
        assertThat(receiver.all().get(1).body()).isEqualTo(first.body());
        assertThat(receiver.all().get(1).id()).isEqualTo(first.id());
    }

    @Test
    void an_endpoint_added_later_hears_what_it_missed() {
        String since = Instant.now().minusSeconds(5).toString();
        String invoice = paid("1.00");
        Reply endpoint = endpoint(Map.of());
        assertThat(receiver.all()).isEmpty();

        recover(endpoint, since, "all");

        receiver.await("invoice.paid", d -> d.type().equals("invoice.paid"));
        assertThat(receiver.types()).containsSubsequence("invoice.created", "invoice.paid");
        assertThat(receiver.all()).allMatch(delivery -> delivery.body().contains(invoice));
    }

    @Test
    void recovery_can_be_content_with_the_latest_state() {
        String since = Instant.now().minusSeconds(5).toString();
        String one = paid("1.00");
        String other = shop.invoice("2.00").path("id").asText();
        Reply endpoint = endpoint(Map.of("types", List.of("invoice.*")));

        recover(endpoint, since, "latest-state");

        receiver.await("latest of the first", delivery -> delivery.object().equals(one));
        receiver.await("latest of the second", delivery -> delivery.object().equals(other));
        Map<String, String> latest =
                receiver.all().stream().collect(Collectors.toMap(Delivery::object, Delivery::type));
        assertThat(latest)
                .containsEntry(one, "invoice.paid")
                .containsEntry(other, "invoice.created");
    }

    private void recover(Reply endpoint, String since, String mode) {
        Reply reply =
                shop.api()
                        .post(
                                "/webhook-endpoints/" + endpoint.text("id") + "/recover",
                                Map.of("since", since, "mode", mode));
        assertThat(reply.status()).as("%s", reply).isBetween(200, 202);
    }

    @Test
    void a_dead_endpoint_slows_nobody_else() {
        try (Receiver dead = new Receiver()) {
            dead.hang();
            shop.api().post("/webhook-endpoints/", Map.of("url", dead.url())).expect(201);
            endpoint(Map.of("types", List.of("invoice.paid")));

            List<String> invoices =
                    java.util.stream.Stream.generate(() -> paid("1.00")).limit(10).toList();

            receiver.awaitCount(10);
            assertThat(receiver.all())
                    .extracting(Delivery::object)
                    .containsExactlyInAnyOrderElementsOf(invoices);
        }
    }

    @Test
    void a_removed_endpoint_hears_nothing_more() {
        Reply endpoint = endpoint(Map.of());
        shop.invoice("1.00");
        receiver.await("invoice.created");

        Reply removed = shop.api().delete("/webhook-endpoints/" + endpoint.text("id"));

        assertThat(removed.status()).isIn(200, 204);
        receiver.forget();
        paid("1.00");
        assertThat(receiver.all()).isEmpty();
        assertThat(shop.api().get("/webhook-endpoints/").expect(200).texts("state"))
                .doesNotContain("enabled");
    }

    @Test
    void the_secret_is_shown_once() {
        Reply endpoint = endpoint(Map.of());

        assertThat(shop.api().get("/webhook-endpoints/" + endpoint.text("id")).body())
                .doesNotContain(secret(endpoint));
        assertThat(shop.api().get("/webhook-endpoints/").body()).doesNotContain(secret(endpoint));
    }

    private Reply endpoint(Map<String, Object> wishes) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("url", receiver.url()));
        body.putAll(wishes);
        return shop.api().post("/webhook-endpoints/", body).expect(201);
    }

    private static String secret(Reply reply) {
        return reply.text("secret");
    }

    private Reply deliveries(Reply endpoint) {
        return shop.api()
                .get("/webhook-endpoints/" + endpoint.text("id") + "/deliveries")
                .expect(200);
    }

    /** All attempts of the endpoint's newest delivery. */
    private JsonNode attempts(Reply endpoint) {
        String delivery = deliveries(endpoint).texts("id").get(0);
        return shop.api()
                .get("/webhook-deliveries/" + delivery)
                .expect(200)
                .data()
                .path("attemptLog");
    }

    /** The first attempt, once it is written down. */
    private JsonNode firstAttempt(Reply endpoint) {
        return Await.value(
                        "attempt to be written down",
                        () -> attempts(endpoint),
                        attempts -> !attempts.isEmpty())
                .path(0);
    }

    private String paid(String amount) {
        String id = shop.invoice(amount).path("id").asText();
        pay(id);
        return id;
    }

    private void pay(String invoice) {
        shop.simulate(invoice, "paid");
        shop.await(invoice, "paid");
    }

    static void verify(Delivery delivery, String secret)
            throws WebhookVerificationException, EmptyWebhookSecretException {
        new Webhook(secret).verify(delivery.body(), headers(delivery.headers()));
    }

    static HttpHeaders headers(Map<String, String> headers) {
        return HttpHeaders.of(
                headers.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, header -> List.of(header.getValue()))),
                (name, value) -> true);
    }
}
