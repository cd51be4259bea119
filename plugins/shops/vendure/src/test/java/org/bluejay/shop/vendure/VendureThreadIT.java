package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.tck.Needs;
import org.bluejay.gateway.it.Await;
import org.bluejay.gateway.it.HostedCheckout;
import org.bluejay.gateway.it.MpesaRail;
import org.bluejay.gateway.it.Payer;
import org.bluejay.gateway.it.Pictures;
import org.bluejay.gateway.it.Shop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The whole thread: a shopper in a real browser orders in a real Vendure with the plugin, pays on
 * the hosted checkout over a real network, and the order is settled, once. The screenshots stay in
 * the folder {@code screenshots} of the build.
 */
@Needs({"node", "npm", "g++", "make", "python3", "chromium", "litecoind"})
class VendureThreadIT {

    private static Market market;
    private static Shop shop;
    private static VendureProcess vendure;
    private static Staff staff;

    @BeforeAll
    static void open() {
        market = Market.open("vendure-thread");
        shop = market.newShop();
        vendure = market.vendureOf(shop, "thread-shop");
        staff = Staff.of(vendure);
    }

    @AfterAll
    static void close() {
        if (vendure != null) {
            vendure.close();
        }
        if (market != null) {
            market.close();
        }
    }

    @Test
    void an_order_is_paid_in_litecoin_and_settled_once() {
        try (Payer shopper = new Payer(true)) {
            Pictures pictures = new Pictures("vendure-litecoin");
            Storefront store = Storefront.shopping(vendure, shopper.tab(), pictures);
            HostedCheckout checkout = store.pay();
            String id = onlyUnpaidOrder();

            Map.Entry<String, String> coins = checkout.asksForCoins();
            assertThat(coins.getValue()).isEqualTo(Market.LITECOINS);
            market.litecoin().send(coins);
            checkout.seesThatMoneyIsOnItsWay();
            staff.await(id, "PaymentAuthorized");
            market.litecoin().confirm();
            checkout.seesThatItIsPaid();

            String code = store.comeBack(checkout);
            assertThat(staff.idOf(code)).isEqualTo(id);
            assertPaidOnce(id, code);
            assertSpokeWithNobodyElse(shopper);
        }
    }

    @Test
    void an_order_is_paid_by_mpesa_and_settled_once() {
        try (Payer shopper = new Payer(true);
                Payer phone = new Payer(false)) {
            Pictures pictures = new Pictures("vendure-mpesa");
            Storefront store = Storefront.shopping(vendure, shopper.tab(), pictures);
            HostedCheckout checkout = store.pay();
            MpesaRail mpesa = market.mpesa();
            String number = mpesa.payer().get("phone");

            checkout.asksThePhone(number);
            checkout.approvesOn(phone.tab(), mpesa, number, Market.SHILLINGS);
            checkout.seesThatItIsPaid();

            String code = store.comeBack(checkout);
            assertPaidOnce(staff.idOf(code), code);
            assertSpokeWithNobodyElse(shopper);
        }
    }

    private static String onlyUnpaidOrder() {
        JsonNode waiting =
                staff.ask(
                                "{ orders(options: { filter: { state: { eq: \"ArrangingPayment\" }"
                                        + " } }) { items { id } } }")
                        .at("/orders/items");
        assertThat(waiting).hasSize(1);
        return waiting.at("/0/id").asText();
    }

    /** All webhooks that there are have come, and changed nothing that was done. */
    private static void assertPaidOnce(String id, String code) {
        List<String> invoices = shop.api().get("/invoices/?orderId=" + code).texts("id");
        assertThat(invoices).hasSize(1);
        String invoice = invoices.get(0);
        assertThat(shop.history(invoice).stream().filter("invoice.paid"::equals)).hasSize(1);
        Await.value(
                "webhooks to be delivered",
                () -> shop.api().get("/webhook-deliveries/?invoiceId=" + invoice).texts("state"),
                states ->
                        states.size() >= shop.history(invoice).size()
                                && states.stream().allMatch("delivered"::equals));
        staff.assertSettledOnce(id);
    }

    private static void assertSpokeWithNobodyElse(Payer shopper) {
        assertThat(shopper.hosts())
                .containsExactly(
                        vendure.url().substring("http://".length()),
                        market.gateway().url().getAuthority());
    }
}
