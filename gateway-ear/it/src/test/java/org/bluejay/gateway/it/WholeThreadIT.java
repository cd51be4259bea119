package org.bluejay.gateway.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bluejay.connector.tck.Needs;
import org.bluejay.gateway.it.Receiver.Delivery;
import org.bluejay.gateway.it.Till.Ending;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One payment from the order to the shop's webhook: a real browser on the hosted checkout, money
 * over a network, and in the end one webhook that proves itself. The screenshots stay in the folder
 * {@code screenshots} of the build.
 */
@Needs("chromium")
class WholeThreadIT {

    private static final Path SCREENSHOTS =
            Path.of(System.getProperty("bluejay.work"), "screenshots");

    private static final Pattern BIP21 =
            Pattern.compile("litecoin:(rltc1[a-z0-9]+)\\?amount=([0-9.]+)(&.*)?");

    private static final String THANKS = "https://shop.example/thanks";

    @BeforeAll
    static void bePatient() {
        setDefaultAssertionTimeout((double) Await.PATIENCE.toMillis());
    }

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
            Page checkout = opened(payer, till, "mpesa");

            checkout.locator("a[href*='mpesa']").click();
            checkout.getByLabel("Phone number").fill(number);
            take(checkout, "mpesa-2-number");
            button(checkout, "Continue").click();
            assertThat(heading(checkout)).hasText("Approve on your phone");
            take(checkout, "mpesa-3-approve");
            approve(phone.tab(), rail, number);

            assertPaid(checkout, "mpesa-5-paid");
            assertThat(payer.hosts()).containsExactly("localhost:" + gateway.port());
            assertThat(payer.complaints()).isEmpty();
            assertHeard(shop, till);
        }
    }

    private static void approve(Page phone, MpesaRail rail, String number) {
        phone.navigate(rail.phones().toString());
        phone.getByLabel("Number").fill("254" + number.substring(1));
        button(phone, "Take it").click();
        assertThat(phone.locator("section")).containsText("KES 120");
        take(phone, "mpesa-4-phone");
        phone.getByLabel("PIN").fill("1234");
        button(phone, "Send").click();
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
            Page checkout = opened(payer, till, "litecoin");

            checkout.locator("button[name=method][value=litecoin]").click();
            assertThat(heading(checkout)).hasText("Scan or copy to pay");
            assertThat(checkout.locator(".qr svg")).isVisible();
            take(checkout, "litecoin-2-code");
            rail.send(wallet(checkout));
            assertThat(heading(checkout)).hasText("Your payment is on its way");
            take(checkout, "litecoin-3-seen");
            assertThat(shop.types()).doesNotContain("invoice.paid");
            rail.confirm();

            assertPaid(checkout, "litecoin-4-paid");
            assertThat(payer.hosts()).containsExactly("localhost:" + gateway.port());
            assertThat(payer.complaints()).isEmpty();
            assertHeard(shop, till);
        }
    }

    /** What a wallet reads from the link: where to, and how much. */
    private static Map.Entry<String, String> wallet(Page checkout) {
        String link =
                checkout.getByRole(
                                AriaRole.LINK,
                                new Page.GetByRoleOptions().setName("Open my wallet app"))
                        .getAttribute("href");
        Matcher uri = BIP21.matcher(link);
        assertThat(uri.matches()).as(link).isTrue();
        assertThat(checkout.locator("#code")).hasText(uri.group(1));
        return Map.entry(uri.group(1), uri.group(2));
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

    private static Page opened(Payer payer, Till till, String name) {
        Page checkout = payer.tab();
        checkout.navigate(till.read().path("checkoutUrl").asText());
        assertThat(heading(checkout)).hasText("How would you like to pay?");
        take(checkout, name + "-1-choose");
        return checkout;
    }

    private static void assertPaid(Page checkout, String name) {
        assertThat(heading(checkout)).hasText("Payment complete");
        assertThat(checkout.locator("a[href='" + THANKS + "']")).isVisible();
        take(checkout, name);
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

    private static Locator heading(Page page) {
        return page.locator("h1");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static void take(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
