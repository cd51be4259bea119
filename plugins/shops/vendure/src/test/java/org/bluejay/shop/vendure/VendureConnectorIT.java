package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.Note;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.Written;
import org.bluejay.connector.shop.Written.AlreadyDone;
import org.bluejay.connector.shop.Written.Done;
import org.bluejay.connector.tck.LoopbackHttp;
import org.bluejay.connector.tck.Needs;
import org.bluejay.connector.tck.TckContext;
import org.bluejay.shop.vendure.connector.VendureProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The connector on a Vendure as it comes, with a key that may do no more than the documents say.
 */
@Needs({"node", "npm", "g++", "make", "python3"})
class VendureConnectorIT {

    private static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    private static final Money PRICE = Money.of("49.00", USD);

    private static VendureProcess vendure;
    private static Staff staff;
    private static String key;
    private static ShopConnector shop;

    @BeforeAll
    static void openShop() {
        vendure = VendureProcess.start("connector-shop", Map.of());
        staff = Staff.of(vendure);
        key = staff.keyWith("ReadOrder, UpdateOrder, ReadPaymentMethod");
        shop = open(Map.of("apiKey", key));
    }

    @AfterAll
    static void closeShop() {
        if (vendure != null) {
            vendure.close();
        }
    }

    private static ShopConnector open(Map<String, String> answers) {
        Map<String, String> all = new HashMap<>(answers);
        all.put("adminApi", vendure.adminApi());
        VendureProvider provider = new VendureProvider();
        return provider.open(provider.settings().settle(all), TckContext.with(new LoopbackHttp()));
    }

    private static OrderSnapshot read(String order) throws ShopException {
        return shop.read(order).orElseThrow();
    }

    private static Written settle(String order, Money inAll) throws ShopException {
        return shop.settle(new Settlement(order, inAll, inAll, "pay-" + order));
    }

    private static JsonNode admin(String order, String fields) {
        return staff.ask(
                        "query($id: ID!) { order(id: $id) { " + fields + " } }",
                        Map.of("id", order))
                .path("order");
    }

    private static int allocated() {
        return staff.ask(
                        "query($id: ID!) { productVariant(id: $id) { stockLevels"
                                + " { stockAllocated } } }",
                        Map.of("id", vendure.variant()))
                .at("/productVariant/stockLevels/0/stockAllocated")
                .asInt();
    }

    @Test
    void reads_an_order_as_vendure_has_it() throws Exception {
        String order = Checkout.of(vendure).order();
        OrderSnapshot read = read(order);
        assertThat(read.number()).isEqualTo(admin(order, "code").path("code").asText());
        assertThat(read.total()).isEqualTo(PRICE);
        assertThat(read.paid().isZero()).isTrue();
        assertThat(read.state()).isEqualTo("ArrangingPayment");
        assertThat(shop.read("999999")).isEmpty();
        assertThat(shop.health().up()).isTrue();
    }

    @Test
    void settles_an_order_once() throws Exception {
        String order = Checkout.of(vendure).order();
        assertThatThrownBy(() -> settle(order, Money.of("48.00", USD))).isInstanceOf(NotSent.class);
        assertThat(settle(order, PRICE)).isEqualTo(new Done());
        assertThat(settle(order, PRICE)).isEqualTo(new AlreadyDone());
        assertThat(read(order).paid()).isEqualTo(PRICE);
        JsonNode seen = admin(order, "state payments { state amount transactionId }");
        assertThat(seen.path("state").asText()).isEqualTo("PaymentSettled");
        assertThat(seen.path("payments")).hasSize(1);
        assertThat(seen.at("/payments/0/transactionId").asText()).isEqualTo("pay-" + order);
    }

    @Test
    void adds_what_is_missing_when_the_order_has_grown() throws Exception {
        String order = Checkout.of(vendure).order();
        settle(order, PRICE);
        staff.ask(
                "mutation($id: ID!) { transitionOrderToState(id: $id, state: \"Modifying\")"
                        + " { __typename } }",
                Map.of("id", order));
        String line = admin(order, "lines { id }").at("/lines/0/id").asText();
        staff.ask(
                "mutation($id: ID!, $line: ID!) { modifyOrder(input: { dryRun: false, orderId: $id,"
                        + " adjustOrderLines: [{ orderLineId: $line, quantity: 2 }] })"
                        + " { __typename ... on ErrorResult { message } } }",
                Map.of("id", order, "line", line));
        staff.ask(
                "mutation($id: ID!) { transitionOrderToState(id: $id,"
                        + " state: \"ArrangingAdditionalPayment\") { __typename } }",
                Map.of("id", order));
        Money both = PRICE.plus(PRICE);
        assertThat(read(order).total()).isEqualTo(both);
        assertThat(settle(order, both)).isEqualTo(new Done());
        assertThat(settle(order, both)).isEqualTo(new AlreadyDone());
        assertThat(read(order).paid()).isEqualTo(both);
        assertThat(admin(order, "payments { amount }").path("payments")).hasSize(2);
    }

    @Test
    void takes_a_cart_that_was_gone_back_to_through_the_checkout() throws Exception {
        Checkout checkout = Checkout.of(vendure);
        checkout.goTo("AddingItems");
        assertThat(settle(checkout.order(), PRICE)).isEqualTo(new Done());
        assertThat(read(checkout.order()).state()).isEqualTo("PaymentSettled");
    }

    @Test
    void settles_the_open_payment_of_its_method_and_leaves_others_alone() throws Exception {
        Checkout checkout = Checkout.of(vendure);
        checkout.payLater();
        assertThatThrownBy(() -> settle(checkout.order(), PRICE)).isInstanceOf(Rejected.class);
        try (ShopConnector later = open(Map.of("apiKey", key, "paymentMethod", "later"))) {
            assertThat(later.settle(new Settlement(checkout.order(), PRICE, PRICE, "pay-1")))
                    .isEqualTo(new Done());
        }
        assertThat(read(checkout.order()).state()).isEqualTo("PaymentSettled");
        assertThat(admin(checkout.order(), "payments { id }").path("payments")).hasSize(1);
    }

    @Test
    void cancels_an_unpaid_order_and_puts_its_goods_back_once() throws Exception {
        int before = allocated();
        Checkout checkout = Checkout.of(vendure);
        checkout.payLater();
        assertThat(allocated()).isEqualTo(before + 1);
        Cancellation late = new Cancellation(checkout.order(), "Not paid in time");
        assertThatThrownBy(() -> shop.cancel(late)).isInstanceOf(Rejected.class);
        assertThat(read(checkout.order()).cancelled()).isFalse();
        assertThat(allocated()).isEqualTo(before + 1);
        try (ShopConnector later = open(Map.of("apiKey", key, "paymentMethod", "later"))) {
            assertThat(later.cancel(late)).isEqualTo(new Done());
            assertThat(allocated()).isEqualTo(before);
            assertThat(later.cancel(late)).isEqualTo(new AlreadyDone());
        }
        assertThat(allocated()).isEqualTo(before);
        assertThat(read(checkout.order()).cancelled()).isTrue();
        assertThatThrownBy(() -> settle(checkout.order(), PRICE)).isInstanceOf(Rejected.class);
        String cart = Checkout.of(vendure).order();
        assertThat(shop.cancel(new Cancellation(cart, "Not paid in time"))).isEqualTo(new Done());
        assertThat(read(cart).cancelled()).isTrue();
    }

    @Test
    void records_refunds_in_parts_and_leaves_the_stock_alone() throws Exception {
        String order = Checkout.of(vendure).order();
        settle(order, PRICE);
        assertThatThrownBy(() -> shop.cancel(new Cancellation(order, "Not paid in time")))
                .isInstanceOf(Rejected.class);
        int before = allocated();
        Money part = Money.of("10.00", USD);
        assertThat(refund(order, part)).isEqualTo(new Done());
        assertThat(refund(order, part)).isEqualTo(new AlreadyDone());
        assertThat(read(order).refunded()).isEqualTo(part);
        assertThat(refund(order, PRICE)).isEqualTo(new Done());
        assertThat(read(order).refunded()).isEqualTo(PRICE);
        assertThat(allocated()).isEqualTo(before);
        JsonNode refunds = admin(order, "payments { refunds { state total transactionId } }");
        assertThat(refunds.at("/payments/0/refunds").findValuesAsText("state"))
                .isEqualTo(List.of("Settled", "Settled"));
    }

    private static Written refund(String order, Money inAll) throws ShopException {
        return shop.recordRefund(new RefundRecord(order, inAll, "refund-1", "Goods came back"));
    }

    @Test
    void leaves_a_note_once_that_no_shopper_sees() throws Exception {
        String order = Checkout.of(vendure).order();
        Note note = new Note(order, "seen-late", "The payment was found by polling.");
        assertThat(shop.annotate(note)).isEqualTo(new Done());
        assertThat(shop.annotate(note)).isEqualTo(new AlreadyDone());
        JsonNode history = admin(order, "history { items { type isPublic data } }");
        assertThat(history.findValuesAsText("type").stream().filter("ORDER_NOTE"::equals))
                .hasSize(1);
        history.at("/history/items")
                .forEach(
                        item ->
                                assertThat(
                                                item.path("isPublic").asBoolean()
                                                        && item.path("type")
                                                                .asText()
                                                                .equals("ORDER_NOTE"))
                                        .isFalse());
        assertThatThrownBy(() -> shop.annotate(new Note("999999", "a", "b")))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void hears_of_what_changed() throws Exception {
        PollsOrders polls = (PollsOrders) shop;
        String cursor = polls.changedSince("").next();
        String order = Checkout.of(vendure).order();
        assertThat(polls.changedSince(cursor).orders())
                .contains(new OrderChange(order, read(order).version()));
        settle(order, PRICE);
        assertThat(polls.changedSince(cursor).orders())
                .contains(new OrderChange(order, read(order).version()));
    }

    @Test
    void is_let_in_by_login_too_and_says_when_it_is_not() throws Exception {
        String order = Checkout.of(vendure).order();
        Map<String, String> login = Map.of("access", "login", "username", vendure.administrator());
        try (ShopConnector byLogin = open(withPassword(login, vendure.password()))) {
            assertThat(byLogin.read(order)).isPresent();
        }
        try (ShopConnector wrong = open(withPassword(login, "wrong password"))) {
            assertThatThrownBy(() -> wrong.read(order)).isInstanceOf(NeedsReconnect.class);
        }
        try (ShopConnector wrong = open(Map.of("apiKey", "nobody:knows-this-key"))) {
            assertThatThrownBy(() -> wrong.read(order)).isInstanceOf(NeedsReconnect.class);
            assertThat(wrong.health().up()).isFalse();
        }
        try (ShopConnector reader = open(Map.of("apiKey", staff.keyWith("ReadOrder")))) {
            assertThat(reader.read(order)).isPresent();
            assertThatThrownBy(
                            () -> reader.annotate(new Note(order, "seen-late", "Found by polling")))
                    .isInstanceOf(NeedsReconnect.class);
        }
    }

    private static Map<String, String> withPassword(Map<String, String> login, String password) {
        Map<String, String> all = new HashMap<>(login);
        all.put("password", password);
        return all;
    }
}
