package org.bluejay.gateway.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.tck.Needs;
import org.bluejay.gateway.it.Receiver.Delivery;
import org.bluejay.gateway.it.Till.Ending;
import org.junit.jupiter.api.Test;

/**
 * One payment from the order to the shop's webhook: a real browser on the hosted checkout, money
 * over a network, and in the end one webhook that proves itself. The screenshots stay in the folder
 * {@code screenshots} of the build.
 */
@Needs("chromium")
class WholeThreadIT {

    private static final String THANKS = "https://shop.example/thanks";

    @Test
    void a_payer_approves_on_the_phone_and_the_shop_hears_that_it_is_paid_by_mpesa()
            throws Exception {
        MpesaRail rail = new MpesaRail();
        try (rail;
                Gateway gateway = rail.start();
                Receiver shop = new Receiver();
                Payer payer = new Payer(true);
                Payer phone = new Payer(false)) {
            Till till = order(rail, gateway, shop);
            String number = rail.payer().get("phone");
            HostedCheckout checkout = opened(payer, till, "mpesa");

            checkout.asksThePhone(number);
            checkout.approvesOn(phone.tab(), rail, number, "KES 120");

            assertPaid(checkout);
            assertThat(payer.hosts()).containsExactly("localhost:" + gateway.port());
            assertThat(payer.complaints()).isEmpty();
            assertHeard(shop, till);
        }
    }

    @Test
    @Needs("litecoind")
    void a_payer_sends_coins_and_the_shop_hears_that_it_is_paid_in_litecoin() throws Exception {
        LitecoinRail rail = new LitecoinRail();
        try (rail;
                Gateway gateway = rail.start();
                Receiver shop = new Receiver();
                Payer payer = new Payer(true)) {
            Till till = order(rail, gateway, shop);
            HostedCheckout checkout = opened(payer, till, "litecoin");

            rail.send(checkout.asksForCoins());
            checkout.seesThatMoneyIsOnItsWay();
            assertThat(shop.types()).doesNotContain("invoice.paid");
            rail.confirm();

            assertPaid(checkout);
            assertThat(payer.hosts()).containsExactly("localhost:" + gateway.port());
            assertThat(payer.complaints()).isEmpty();
            assertHeard(shop, till);
        }
    }

    private static Till order(Rail rail, Gateway gateway, Receiver shop) {
        return Till.open(
                rail,
                gateway,
                Map.of(
                        "orderId",
                        "order-1024",
                        "orderDescription",
                        "Two pots of honey",
                        "redirectUrl",
                        THANKS,
                        "webhookUrl",
                        shop.url()));
    }

    private static HostedCheckout opened(Payer payer, Till till, String name) {
        Page page = payer.tab();
        page.navigate(till.read().path("checkoutUrl").asText());
        return HostedCheckout.reached(page, new Pictures(name));
    }

    private static void assertPaid(HostedCheckout checkout) {
        checkout.seesThatItIsPaid();
        assertThat(checkout.wayBack()).hasAttribute("href", THANKS);
    }

    /** All of it, once each, in order, signed with the shop's secret. */
    private static void assertHeard(Receiver shop, Till till) {
        till.ends(Ending.PAID);
        List<String> told = till.shop().history(till.invoice());
        shop.awaitCount(told.size());
        assertThat(shop.types()).isEqualTo(told);
        for (Delivery delivery : shop.all()) {
            assertThatCode(() -> WebhooksIT.verify(delivery, till.shop().secret()))
                    .doesNotThrowAnyException();
        }
        JsonNode paid = shop.await("invoice.paid").event().path("data");
        assertThat(paid.path("id").asText()).isEqualTo(till.invoice());
        assertThat(paid.path("orderId").asText()).isEqualTo("order-1024");
        assertThat(paid.path("amountPaid").asText()).isEqualTo(Till.TOTAL);
    }
}
