package org.bluejay.shop.woocommerce.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.Secret;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.WebhookVerdict;
import org.bluejay.connector.shop.WebhookVerdict.Proven;
import org.bluejay.connector.shop.WebhookVerdict.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shop sends, and that it goes on sending. */
class WooWebhooksTest {

    private final WooBench bench = new WooBench();
    private final StandInOrder order = bench.order();

    private WebhookVerdict hear(String topic, String body) {
        return bench.shop.receive(bench.standIn.webhook(topic, body.getBytes(UTF_8)));
    }

    @Test
    void the_greeting_of_a_new_webhook_proves_nothing() {
        InboundCallback greeting =
                new InboundCallback(
                        "POST",
                        "connection-1",
                        "",
                        Map.of("content-type", List.of("application/x-www-form-urlencoded")),
                        "webhook_id=12".getBytes(UTF_8));
        assertThat(bench.shop.receive(greeting))
                .isInstanceOfSatisfying(
                        Rejected.class, said -> assertThat(said.reason()).contains("greeting"));
    }

    @ParameterizedTest
    @CsvSource({
        // HMAC-SHA256 of the body {"id":1} with the secret "secret", by another program.
        "secret, '{\"id\":1}', A971iWIMgT8Zj9A9eWfikrFj7wQ16/Qwcc4OlRl2PLc="
    })
    void signs_as_woocommerce_does(String secret, String body, String signature) {
        assertThat(WebhookEar.signature(new Secret(secret), body.getBytes(UTF_8)))
                .isEqualTo(signature);
    }

    @Test
    void a_deleted_order_is_heard_of_by_its_id_alone() {
        assertThat(hear("order.deleted", "{\"id\":" + order.id + "}"))
                .isEqualTo(new Proven(List.of(new OrderChange("" + order.id, ""))));
    }

    @Test
    void a_draft_of_the_block_checkout_and_a_product_are_no_news() {
        order.status = WooOrder.DRAFT;
        assertThat(hear("order.updated", order.json().toString())).isEqualTo(new Proven(List.of()));
        assertThat(hear("product.updated", "{\"id\":5,\"sku\":\"x\"}"))
                .isEqualTo(new Proven(List.of()));
    }

    @Test
    void without_a_secret_nothing_is_believed() {
        WooBench deaf = new WooBench(Map.of(WooCommerceProvider.WEBHOOK_SECRET, ""));
        InboundCallback sent = bench.standIn.webhook("order.updated", Json.write(order.json()));
        assertThat(deaf.shop.receive(sent)).isInstanceOf(Rejected.class);
        assertThat(deaf.shop.health().detail()).contains("no webhook secret");
    }

    @Test
    void makes_the_webhooks_that_are_missing_once() throws Exception {
        String cursor = bench.shop.changedSince("").next();
        assertThat(bench.standIn.webhooks)
                .extracting(webhook -> webhook.path("topic").asText())
                .containsExactly("order.updated", "order.deleted", "order.restored");
        assertThat(bench.standIn.webhooks)
                .allMatch(
                        webhook ->
                                webhook.path("delivery_url")
                                        .asText()
                                        .equals(WooBench.WEBHOOKS.toString()))
                .allMatch(
                        webhook ->
                                webhook.path("secret").asText().equals(StandInShop.WEBHOOK_SECRET));
        bench.clock.advance(Duration.ofMinutes(11));
        bench.shop.changedSince(cursor);
        assertThat(bench.standIn.webhooks).hasSize(3);
        assertThat(bench.shop.health().detail()).contains("its webhooks are on");
    }

    @Test
    void switches_on_again_what_the_shop_switched_off_and_says_so() throws Exception {
        String cursor = bench.shop.changedSince("").next();
        bench.standIn.webhooks.get(0).put("status", "disabled");
        bench.shop.changedSince(cursor);
        assertThat(bench.standIn.webhooks.get(0).path("status").asText())
                .as("looked at seldom")
                .isEqualTo("disabled");
        bench.clock.advance(Duration.ofMinutes(11));
        bench.shop.changedSince(cursor);
        assertThat(bench.standIn.webhooks.get(0).path("status").asText()).isEqualTo("active");
        assertThat(bench.shop.health().detail()).contains("switched on again at 2");
    }

    @Test
    void leaves_alone_what_somebody_paused() throws Exception {
        String cursor = bench.shop.changedSince("").next();
        bench.standIn.webhooks.get(0).put("status", "paused");
        bench.clock.advance(Duration.ofMinutes(11));
        bench.shop.changedSince(cursor);
        assertThat(bench.standIn.webhooks.get(0).path("status").asText()).isEqualTo("paused");
        assertThat(bench.shop.health().detail()).contains("paused");
    }

    @Test
    void polls_on_when_the_webhooks_cannot_be_seen_to() throws Exception {
        bench.standIn.readOnly = true;
        String cursor = bench.shop.changedSince("").next();
        StandInOrder later = bench.standIn.place(Money.of("1.00", WooBench.USD));
        assertThat(bench.shop.changedSince(cursor).orders())
                .extracting(OrderChange::orderId)
                .contains("" + later.id);
        assertThat(bench.shop.health().detail()).contains("could not be seen to");
    }
}
