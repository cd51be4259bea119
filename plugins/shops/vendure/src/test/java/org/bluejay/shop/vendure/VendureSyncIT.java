package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import org.bluejay.connector.tck.Needs;
import org.bluejay.gateway.it.HostedCheckout;
import org.bluejay.gateway.it.Payer;
import org.bluejay.gateway.it.Pictures;
import org.bluejay.gateway.it.Shop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole thread without anything installed in Vendure: the gateway settles its orders. */
@Needs({"node", "npm", "g++", "make", "python3", "chromium", "litecoind"})
class VendureSyncIT {

    private static Market market;
    private static Shop shop;
    private static ConnectedVendure vendure;

    @BeforeAll
    static void open() {
        market = Market.open("vendure-sync");
        shop = market.newShop();
        vendure = ConnectedVendure.start("sync-shop", shop);
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
        String order = order();
        try (Payer payer = new Payer(true)) {
            HostedCheckout checkout = checkout(payer.tab(), invoice(order), "sync-litecoin");
            market.litecoin().send(checkout.asksForCoins());
            checkout.seesThatMoneyIsOnItsWay();
            assertThat(vendure.staff().order(order).path("state").asText())
                    .isEqualTo("ArrangingPayment");
            market.litecoin().confirm();
            checkout.seesThatItIsPaid();
        }
        assertSettledOnce(order);
    }

    @Test
    void an_order_is_paid_by_mpesa_and_settled_once() {
        String order = order();
        try (Payer payer = new Payer(true);
                Payer phone = new Payer(false)) {
            HostedCheckout checkout = checkout(payer.tab(), invoice(order), "sync-mpesa");
            String number = market.mpesa().payer().get("phone");
            checkout.asksThePhone(number);
            checkout.approvesOn(phone.tab(), market.mpesa(), number, Market.SHILLINGS);
            checkout.seesThatItIsPaid();
        }
        assertSettledOnce(order);
    }

    private static String order() {
        return Checkout.of(vendure.process()).order();
    }

    private static JsonNode invoice(String order) {
        return shop.invoice(vendure.invoiceOf(order));
    }

    private static HostedCheckout checkout(Page page, JsonNode invoice, String name) {
        page.navigate(invoice.path("checkoutUrl").asText());
        return HostedCheckout.reached(page, new Pictures(name));
    }

    private static void assertSettledOnce(String order) {
        vendure.staff().await(order, "PaymentSettled");
        JsonNode seen = vendure.awaitLeft(order);
        assertThat(seen.path("paid").asText()).as("%s", seen).isEqualTo("49.00");
        assertThat(seen.path("refundDue").asText()).as("%s", seen).isEqualTo("0.00");
        vendure.staff().assertSettledOnce(order);
    }
}
