package org.bluejay.shop.vendure.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.Written.Done;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.connector.tck.TckContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendureShopTest {

    private static final String OURS = "bluejay-gateway";
    private static final Money PRICE = Money.of("49.00", CurrencyUnit.iso("USD"));
    private static final Money PART = Money.of("10.00", CurrencyUnit.iso("USD"));

    private final VendureFixture fixture = VendureFixture.byKey(Clock.systemUTC());
    private final StandInVendure vendure = fixture.vendure();
    private final ShopConnector shop = open(fixture);

    private static ShopConnector open(VendureFixture fixture) {
        return fixture.provider()
                .open(
                        fixture.provider().settings().settle(fixture.settings()),
                        TckContext.with(fixture.http()));
    }

    private static Settlement inFull(String order) {
        return new Settlement(order, PRICE, PRICE, "pay-1");
    }

    private static RefundRecord refund(String order) {
        return new RefundRecord(order, PART, "refund-1", "Goods came back");
    }

    @Test
    void settles_the_open_payment_that_the_order_was_placed_with() throws Exception {
        String order = vendure.place(PRICE);
        vendure.order(order).state = "PaymentAuthorized";
        vendure.pay(order, OURS, PRICE, "Authorized");
        assertThat(shop.settle(inFull(order))).isEqualTo(new Done());
        assertThat(vendure.order(order).payments).hasSize(1);
        assertThat(vendure.order(order).books().paid()).isEqualTo(PRICE);
    }

    @Test
    void adds_only_what_other_payments_have_left_owing() throws Exception {
        String order = vendure.place(PRICE);
        vendure.pay(order, "gift-card", PART, "Settled");
        assertThat(shop.settle(inFull(order))).isEqualTo(new Done());
        assertThat(vendure.order(order).books().paid()).isEqualTo(PRICE);
        assertThat(shop.read(order).orElseThrow().paidElsewhere()).isEqualTo(PART);
    }

    @Test
    void records_nothing_while_an_open_payment_of_another_method_covers_the_order() {
        String order = vendure.place(PRICE);
        vendure.pay(order, "card", PRICE, "Authorized");
        assertThatThrownBy(() -> shop.settle(inFull(order)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("cancel it in Vendure");
        assertThat(vendure.order(order).books().paid().isZero()).isTrue();
    }

    @Test
    void cancels_nothing_that_waits_for_a_payment_of_another_method() throws Exception {
        String order = vendure.place(PRICE);
        vendure.pay(order, "card", PRICE, "Authorized");
        assertThatThrownBy(() -> shop.cancel(new Cancellation(order, "late")))
                .isInstanceOfSatisfying(
                        Rejected.class, no -> assertThat(no.code()).isEqualTo("open-payment"));
        assertThat(vendure.order(order).books().cancelled()).isFalse();
        vendure.order(order).payments.get(0).state = "Declined";
        vendure.pay(order, OURS, PRICE, "Created");
        assertThat(shop.cancel(new Cancellation(order, "late"))).isEqualTo(new Done());
    }

    @Test
    void settles_no_open_payment_of_more_than_came() {
        String order = vendure.place(PRICE);
        vendure.pay(order, OURS, PRICE.plus(PART), "Created");
        assertThatThrownBy(() -> shop.settle(inFull(order))).isInstanceOf(Rejected.class);
        assertThat(vendure.order(order).books().paid().isZero()).isTrue();
    }

    @Test
    void takes_a_cart_that_was_gone_back_to_through_the_checkout() throws Exception {
        String order = vendure.place(PRICE);
        vendure.order(order).state = "AddingItems";
        assertThat(shop.settle(inFull(order))).isEqualTo(new Done());
        assertThat(vendure.order(order).state).isEqualTo("PaymentSettled");
    }

    @Test
    void says_so_when_vendure_found_another_amount_owing() {
        String order = vendure.place(PRICE);
        vendure.surpriseBy(PART);
        assertThatThrownBy(() -> shop.settle(inFull(order)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("49.00 USD came, and Vendure recorded 59.00 USD");
    }

    @Test
    void takes_a_refund_that_the_staff_began_for_the_one_that_was_made() throws Exception {
        String order = vendure.place(PRICE);
        shop.settle(inFull(order));
        StandInOrder.Payment payment = vendure.order(order).payments.get(0);
        payment.refunds.add(new StandInOrder.Refund("77", StandInOrder.smallUnits(PART)));
        assertThat(shop.recordRefund(refund(order))).isEqualTo(new Done());
        assertThat(payment.refunds).hasSize(1);
        assertThat(vendure.order(order).books().refunded()).isEqualTo(PART);
    }

    @Test
    void has_no_payment_method_pay_a_refund_once_more() throws Exception {
        String order = vendure.place(PRICE);
        shop.settle(inFull(order));
        vendure.handleWith("bluejay");
        assertThatThrownBy(() -> shop.recordRefund(refund(order)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("once more");
        assertThat(vendure.order(order).payments.get(0).refunds).isEmpty();
    }

    @Test
    void refunds_nothing_of_what_was_paid_another_way() {
        String order = vendure.place(PRICE);
        vendure.pay(order, "card", PRICE, "Settled");
        assertThatThrownBy(() -> shop.recordRefund(refund(order)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("no payment of ours");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404, 405, 502})
    void a_page_of_a_proxy_is_no_word_of_vendures(int status) {
        for (String page : List.of("<html>Not here</html>", "{}", "{\"errors\":[]}")) {
            assertThatThrownBy(() -> behind(status, page).read("1"))
                    .as(page)
                    .isInstanceOf(OutcomeUnknown.class);
        }
    }

    @Test
    void what_vendure_refuses_in_its_own_words_is_refused() {
        String error = "{\"errors\":[{\"extensions\":{\"code\":\"%s\"}}]}";
        assertThatThrownBy(
                        () -> behind(400, error.formatted("GRAPHQL_VALIDATION_FAILED")).read("1"))
                .isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> behind(403, error.formatted("FORBIDDEN")).read("1"))
                .isInstanceOf(NeedsReconnect.class);
        assertThatThrownBy(() -> behind(401, "").read("1")).isInstanceOf(NeedsReconnect.class);
    }

    /** A shop before which something else answers. */
    private ShopConnector behind(int status, String body) {
        return fixture.provider()
                .open(
                        fixture.provider().settings().settle(fixture.settings()),
                        TckContext.with(
                                new ScriptedHttp(request -> ScriptedHttp.json(status, body))));
    }

    @Test
    void logs_in_anew_when_a_session_has_ended() throws Exception {
        VendureFixture byLogin = VendureFixture.byLogin(Clock.systemUTC());
        String order = byLogin.vendure().place(PRICE);
        try (ShopConnector ours = open(byLogin)) {
            assertThat(ours.read(order)).isPresent();
            byLogin.vendure().endSessions();
            assertThat(ours.read(order)).isPresent();
        }
    }

    @Test
    void takes_a_session_as_a_token_where_vendure_gives_one() {
        VendureFixture byLogin = VendureFixture.byLogin(Clock.systemUTC());
        byLogin.vendure().handOutTokens();
        String order = byLogin.vendure().place(PRICE);
        try (ShopConnector ours = open(byLogin)) {
            assertThatCode(() -> ours.read(order)).doesNotThrowAnyException();
        }
    }

    @Test
    void tells_versions_apart_when_only_a_payment_changed() throws Exception {
        String order = vendure.place(PRICE);
        String before = shop.read(order).orElseThrow().version();
        assertThat(shop.read(order).orElseThrow().version()).isEqualTo(before);
        vendure.pay(order, "card", PART, "Authorized");
        assertThat(shop.read(order).orElseThrow().version()).isNotEqualTo(before);
    }

    @Test
    void asks_how_the_server_counts_once_a_minute_and_not_with_each_order() throws Exception {
        StoppedClock clock = new StoppedClock();
        List<String> asked = new ArrayList<>();
        Http counting =
                request -> {
                    String document = new String(request.body(), StandardCharsets.UTF_8);
                    asked.add(document.contains("globalSettings") ? "settings" : "order");
                    return fixture.http().send(request);
                };
        VendureShop counted =
                new VendureShop(
                        new AdminApi(
                                fixture.provider().settings().settle(fixture.settings()), counting),
                        OURS,
                        clock);
        String order = vendure.place(PRICE);
        assertThat(counted.read(order)).isPresent();
        assertThat(counted.read(order)).isPresent();
        assertThat(asked).containsExactly("order", "settings", "order");
        clock.advance(Duration.ofMinutes(1));
        assertThat(counted.read(order)).isPresent();
        assertThat(asked).endsWith("order", "settings");
    }
}
