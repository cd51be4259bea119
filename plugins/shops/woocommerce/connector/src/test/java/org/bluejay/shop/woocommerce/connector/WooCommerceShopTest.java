package org.bluejay.shop.woocommerce.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.Note;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;
import org.bluejay.connector.shop.Written;
import org.bluejay.connector.tck.ScriptedHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WooCommerce's habits, each met once. */
class WooCommerceShopTest {

    private static final Money TOTAL = WooBench.TOTAL;

    private final WooBench bench = new WooBench();
    private final StandInOrder order = bench.order();
    private final String id = "" + order.id;

    @ParameterizedTest
    @ValueSource(strings = {"pending", "failed", "on-hold", "cancelled", "awaiting-crypto"})
    void settles_an_order_whatever_state_it_waits_in(String status) throws Exception {
        order.status = status;
        assertThat(bench.shop.settle(WooBench.full(order))).isEqualTo(new Written.Done());
        assertThat(order.status).isEqualTo("processing");
        assertThat(order.transactionId).isEqualTo("pay-1");
        assertThat(bench.shop.settle(WooBench.full(order))).isEqualTo(new Written.AlreadyDone());
    }

    @Test
    void never_sends_a_status_together_with_set_paid() throws Exception {
        bench.shop.settle(WooBench.full(order));
        assertThat(bench.standIn.requests)
                .extracting(request -> new String(request.body(), UTF_8))
                .noneMatch(body -> body.contains("set_paid") && body.contains("\"status\""));
    }

    @Test
    void settles_an_order_that_was_put_on_hold_in_the_last_moment() throws Exception {
        bench.standIn.beforeWrite = () -> order.status = "on-hold";
        assertThat(bench.shop.settle(WooBench.full(order))).isEqualTo(new Written.Done());
        assertThat(order.status).isEqualTo("processing");
    }

    @Test
    void does_not_call_done_what_was_paid_for_another_total() {
        bench.standIn.beforeWrite = () -> order.total = TOTAL.plus(TOTAL);
        assertThatThrownBy(() -> bench.shop.settle(WooBench.full(order)))
                .isInstanceOf(OutcomeUnknown.class);
    }

    /** Of a download held on hold, "processing" brings no date_paid. */
    @Test
    void settles_an_order_of_downloads_once_whatever_the_shop_makes_of_it() throws Exception {
        order.virtual = true;
        order.status = "on-hold";
        bench.shop.settle(WooBench.full(order));
        assertThat(order.paidAt).isNull();
        for (String later : List.of("processing", "shipped-by-plugin", "refunded")) {
            order.status = later;
            assertThat(bench.shop.settle(WooBench.full(order)))
                    .as(later)
                    .isEqualTo(new Written.AlreadyDone());
        }
    }

    @Test
    void a_state_of_a_plugin_without_our_mark_is_no_payment() throws Exception {
        order.status = "awaiting-crypto";
        assertThat(bench.shop.read(id).orElseThrow().paid().isZero()).isTrue();
    }

    @Test
    void records_no_part_as_if_it_were_all() {
        Money part = Money.of("20.00", WooBench.USD);
        assertThatThrownBy(() -> bench.shop.settle(new Settlement(id, part, TOTAL, "pay-1")))
                .isInstanceOfSatisfying(
                        Rejected.class, no -> assertThat(no.code()).isEqualTo("part"));
        assertThat(order.status).isEqualTo("pending");
    }

    @Test
    void does_not_hide_that_an_order_was_paid_while_it_was_cancelled() {
        bench.standIn.beforeWrite = () -> order.complete("cash", bench.clock.instant());
        assertThatThrownBy(() -> bench.shop.cancel(new Cancellation(id, "late")))
                .isInstanceOfSatisfying(
                        Rejected.class, no -> assertThat(no.code()).isEqualTo("paid-meanwhile"));
    }

    @ParameterizedTest
    @CsvSource({"on-hold, bacs", "awaiting-shipment, bluejay", "checkout-draft, ''"})
    void cancels_nothing_that_another_method_or_plugin_waits_with(String status, String method) {
        order.status = status;
        order.paymentMethod = method;
        assertThatThrownBy(() -> bench.shop.cancel(new Cancellation(id, "late")))
                .isInstanceOfSatisfying(
                        Rejected.class, no -> assertThat(no.code()).isEqualTo("in-use"));
        assertThat(order.status).isEqualTo(status);
        assertThat(order.restocks).isZero();
    }

    @ParameterizedTest
    @CsvSource({"pending, bacs", "failed, card", "on-hold, bluejay", "on-hold, ''"})
    void cancels_what_waits_for_us_alone(String status, String method) throws Exception {
        order.status = status;
        order.paymentMethod = method;
        assertThat(bench.shop.cancel(new Cancellation(id, "late"))).isEqualTo(new Written.Done());
        assertThat(order.restocks).isEqualTo(1);
    }

    @Test
    void a_refund_on_paper_sends_no_money_and_moves_no_goods() throws Exception {
        bench.shop.settle(WooBench.full(order));
        bench.shop.recordRefund(new RefundRecord(id, Money.of("10.00", WooBench.USD), "r", "why"));
        bench.shop.recordRefund(new RefundRecord(id, TOTAL, "r", "why"));
        assertThat(order.refunds)
                .extracting(Money::toPlainString)
                .containsExactly("10.00", "39.00");
        assertThat(bench.standIn.payouts).isZero();
        assertThat(order.restocks).isZero();
        assertThat(bench.shop.settle(WooBench.full(order))).isEqualTo(new Written.AlreadyDone());
    }

    @Test
    void a_refund_that_the_shop_cannot_make_is_refused_though_it_says_500() throws Exception {
        bench.shop.settle(WooBench.full(order));
        bench.standIn.beforeWrite = () -> order.refund(Money.of("40.00", WooBench.USD), false);
        RefundRecord ten = new RefundRecord(id, Money.of("10.00", WooBench.USD), "r", "why");
        assertThatThrownBy(() -> bench.shop.recordRefund(ten)).isInstanceOf(Rejected.class);
    }

    @Test
    void a_note_is_for_the_staff_alone() throws Exception {
        bench.shop.annotate(new Note(id, "part-20", "20 of 49 came."));
        assertThat(order.notes).containsExactly("20 of 49 came. [bluejay:part-20]");
        assertThat(bench.standIn.requests)
                .extracting(request -> new String(request.body(), UTF_8))
                .noneMatch(body -> body.contains("\"customer_note\":true"));
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 1000.00, 1000",
        "USD, 49, 49.00",
        "USD, 49.5, 49.50",
        "KWD, 1.005, 1.005",
        "USD, 49.0000, 49.00"
    })
    void reads_sums_with_as_many_decimals_as_the_shop_shows(
            String currency, String shown, String exact) throws Exception {
        CurrencyUnit unit = CurrencyUnit.iso(currency);
        StandInOrder sold = bench.standIn.place(Money.of(exact, unit));
        sold.shownTotal = shown;
        assertThat(bench.shop.read("" + sold.id).orElseThrow().total())
                .isEqualTo(Money.of(exact, unit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"49.005", "0.1"})
    void refuses_for_good_what_is_finer_than_the_currency(String shown) {
        StandInOrder sold = bench.standIn.place(Money.of("50", CurrencyUnit.iso("JPY")));
        sold.shownTotal = shown;
        assertThatThrownBy(() -> bench.shop.read("" + sold.id)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e3", "", "49,00", "NaN", "--1"})
    void takes_no_strange_sum_for_a_sum(String shown) {
        order.shownTotal = shown;
        assertThatThrownBy(() -> bench.shop.read(id)).isInstanceOf(OutcomeUnknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-1024", "../customers/1", "1/notes", "0", "-7", "1 2"})
    void what_is_no_number_is_no_order_and_no_path(String strange) throws Exception {
        assertThat(bench.shop.read(strange)).isEmpty();
        assertThat(bench.standIn.requests).isEmpty();
    }

    @Test
    void two_changes_of_one_second_are_two_versions() throws Exception {
        String before = bench.shop.read(id).orElseThrow().version();
        order.refund(Money.of("1.00", WooBench.USD), false);
        assertThat(bench.shop.read(id).orElseThrow().version()).isNotEqualTo(before);
    }

    @Test
    void a_key_that_may_only_read_needs_another() throws Exception {
        bench.standIn.readOnly = true;
        assertThat(bench.shop.read(id)).isPresent();
        assertThatThrownBy(() -> bench.shop.settle(WooBench.full(order)))
                .isInstanceOf(NeedsReconnect.class);
    }

    @Test
    void a_page_of_a_firewall_is_no_word_of_the_shop() {
        for (int status : new int[] {200, 400, 403, 404, 405, 406, 410, 418, 503}) {
            assertThatThrownBy(() -> WooBench.behind(page(status)).read(id))
                    .as("HTTP %s", status)
                    .isInstanceOf(OutcomeUnknown.class);
        }
        assertThatThrownBy(() -> WooBench.behind(page(401)).read(id))
                .isInstanceOf(NeedsReconnect.class);
        assertThatThrownBy(() -> WooBench.behind(page(301)).read(id)).hasMessageContaining("www");
    }

    @Test
    void only_woocommerces_own_word_is_a_refusal() {
        Http.Answer firewall = ScriptedHttp.json(406, "{\"code\":1020,\"message\":\"blocked\"}");
        assertThatThrownBy(() -> WooBench.behind(firewall).read(id))
                .isInstanceOf(OutcomeUnknown.class);
        Http.Answer shop = StandInShop.error(400, "rest_invalid_param");
        assertThatThrownBy(() -> WooBench.behind(shop).read(id))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        no -> assertThat(no.code()).isEqualTo("rest_invalid_param"));
    }

    @Test
    void no_route_means_no_rest_api_and_not_no_order() {
        Http.Answer noRoute = StandInShop.error(404, "rest_no_route");
        assertThatThrownBy(() -> WooBench.behind(noRoute).read(id))
                .isInstanceOf(OutcomeUnknown.class)
                .hasMessageContaining("is WooCommerce active");
        assertThatThrownBy(
                        () ->
                                WooBench.behind(
                                                StandInShop.error(
                                                        403, "woocommerce_rest_cannot_view"))
                                        .read(id))
                .isInstanceOf(NeedsReconnect.class);
    }

    @Test
    void an_answer_about_another_order_is_none() {
        StandInOrder other = bench.order();
        Http.Answer cached = ScriptedHttp.json(200, other.json().toString());
        assertThatThrownBy(() -> WooBench.behind(cached).read(id))
                .isInstanceOf(OutcomeUnknown.class);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 30", "86400, 30", "'Sat, 21 Nov 2026 21:00:00 GMT', 30"})
    void waits_as_long_as_it_is_asked_within_reason(String header, long seconds) {
        Http.Answer busy =
                new Http.Answer(429, Map.of("retry-after", List.of(header)), new byte[0]);
        assertThatThrownBy(() -> WooBench.behind(busy).read(id))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        said ->
                                assertThat(said.retryAfter())
                                        .isEqualTo(Duration.ofSeconds(seconds)));
    }

    @Test
    void reaches_shops_without_pretty_links_and_hosts_that_swallow_the_key() throws Exception {
        WooBench odd =
                new WooBench(
                        Map.of(
                                WooCommerceProvider.PLAIN_LINKS, "true",
                                WooCommerceProvider.SIGN_IN, WooCommerceProvider.BY_ADDRESS,
                                WooCommerceProvider.SHOP_URL, "https://shop.example/sub"));
        StandInOrder placed = odd.order();
        assertThat(odd.shop.settle(WooBench.full(placed))).isEqualTo(new Written.Done());
        assertThat(odd.standIn.requests)
                .allMatch(request -> request.uri().getPath().equals("/sub/"))
                .noneMatch(request -> request.headers().containsKey("authorization"))
                .noneMatch(request -> request.toString().contains(StandInShop.PASSWORD));
    }

    private static Http.Answer page(int status) {
        return new Http.Answer(
                status,
                Map.of("content-type", List.of("text/html")),
                "<html>Checking your browser</html>".getBytes(UTF_8));
    }
}
