package org.bluejay.gateway.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.bluejay.connector.tck.Needs;
import org.bluejay.gateway.it.Receiver.Delivery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The main job, as a stranger does it: start, create an invoice with the curl of the front page,
 * pay it with a browser, hear of it by a webhook that proves itself.
 */
class MainJobIT {

    private static final Path ROOT = Path.of(System.getProperty("bluejay.root"));

    private static Gateway gateway;
    private static Receiver receiver;

    @BeforeAll
    static void start() {
        setDefaultAssertionTimeout((double) Await.PATIENCE.toMillis());
        receiver = new Receiver();
        gateway = Gateway.fresh("stranger").start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        receiver.close();
    }

    @Test
    void tells_the_newcomer_all_that_is_needed() throws IOException {
        assertThat(gateway.demo())
                .containsOnlyKeys(
                        "BLUEJAY_URL",
                        "BLUEJAY_API_KEY",
                        "BLUEJAY_SHOP_ID",
                        "BLUEJAY_WEBHOOK_SECRET")
                .containsEntry("BLUEJAY_URL", gateway.url().toString());
        assertThat(Files.getPosixFilePermissions(gateway.data().resolve("demo.env")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Await.value(
                "announcement",
                gateway::readLog,
                log -> log.contains("Bluejay is ready at " + gateway.url()));
    }

    @Test
    @Needs({"chromium", "curl"})
    void is_done_with_javascript() throws Exception {
        JsonNode invoice = createdByCurl();
        try (Payer payer = new Payer(true)) {
            Page checkout = payer.tab();
            checkout.navigate(invoice.path("checkoutUrl").asText());
            choose(checkout, "sandbox-code");
            assertThat(checkout.getByRole(AriaRole.IMG, qr())).isVisible();
            String wallet = link(checkout, "Open my wallet app").getAttribute("href");

            Page app = payer.tab();
            app.navigate(wallet);
            payIn(app);

            assertThat(heading(checkout)).hasText("Payment complete");
            assertThat(checkout).hasURL(Pattern.compile(".*/pay/.*"));
            assertThat(payer.hosts()).containsExactly("localhost:" + gateway.port());
            assertThat(payer.complaints()).isEmpty();
        }
        assertHeard(invoice);
    }

    @Test
    @Needs({"chromium", "curl"})
    void is_done_without_javascript() throws Exception {
        JsonNode invoice = createdByCurl();
        try (Payer payer = new Payer(false)) {
            Page page = payer.tab();
            page.navigate(invoice.path("checkoutUrl").asText());
            choose(page, "sandbox-code");
            assertThat(page.getByRole(AriaRole.IMG, qr())).isVisible();
            link(page, "Open my wallet app").click();
            payIn(page);
            link(page, "Back to the checkout").click();
            checkUntil(page, "Payment complete");

            assertThat(link(page, "Back to")).hasAttribute("href", "https://acme.com/thanks");
            assertThat(payer.hosts()).containsExactly("localhost:" + gateway.port());
        }
        assertHeard(invoice);
    }

    @Test
    @Needs({"chromium", "curl"})
    void is_done_by_approval_on_the_phone() throws Exception {
        JsonNode invoice = createdByCurl();
        try (Payer payer = new Payer(false)) {
            Page page = payer.tab();
            page.navigate(invoice.path("checkoutUrl").asText());
            page.locator("a[href*='sandbox-approval']").click();
            page.getByLabel("Phone number").fill("0712 345 678");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue"))
                    .click();
            assertThat(heading(page)).hasText("Approve on your phone");

            gateway.demoShop().simulate(invoice.path("id").asText(), "paid");

            checkUntil(page, "Payment complete");
        }
        assertHeard(invoice);
    }

    @Test
    @Needs("curl")
    void its_webhook_is_verified_by_the_official_java_library() throws Exception {
        Delivery delivery = paidWebhook();
        String secret = gateway.demoShop().secret();

        assertThatCode(() -> WebhooksIT.verify(delivery, secret)).doesNotThrowAnyException();
        for (Delivery changed : changedForStandardWebhooks(delivery)) {
            assertThatThrownBy(() -> WebhooksIT.verify(changed, secret))
                    .isInstanceOf(WebhookVerificationException.class);
        }
        assertThatThrownBy(() -> WebhooksIT.verify(delivery, otherSecret()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    @Needs({"curl", "node", "npm"})
    void its_webhook_is_verified_by_the_official_node_library() throws Exception {
        Delivery delivery = paidWebhook();

        try (ShopServer shop = ShopServer.node(gateway.demoShop().secret())) {
            assertAccepts(shop::answer, delivery, changedForStandardWebhooks(delivery));
        }
        try (ShopServer stranger = ShopServer.node(otherSecret())) {
            assertThat(stranger.answer(delivery)).isEqualTo(401);
        }
    }

    @Test
    @Needs({"curl", "php"})
    void its_webhook_is_verified_by_five_lines_of_php() throws Exception {
        Delivery delivery = paidWebhook();

        try (ShopServer shop = ShopServer.php(gateway.demoShop().secret())) {
            assertAccepts(
                    shop::answer,
                    delivery,
                    List.of(
                            withBody(delivery),
                            with(delivery, "x-bluejay-timestamp", anHourAgo(delivery)),
                            with(delivery, "x-bluejay-signature", "0".repeat(64)),
                            with(delivery, "x-bluejay-signature", "")));
        }
        try (ShopServer stranger = ShopServer.php(otherSecret())) {
            assertThat(stranger.answer(delivery)).isEqualTo(401);
        }
    }

    private static void assertAccepts(
            ToIntFunction<Delivery> shop, Delivery delivery, List<Delivery> changed) {
        assertThat(shop.applyAsInt(delivery)).isEqualTo(204);
        for (Delivery wrong : changed) {
            assertThat(shop.applyAsInt(wrong)).as("%s", wrong).isEqualTo(401);
        }
    }

    private static List<Delivery> changedForStandardWebhooks(Delivery delivery) {
        return List.of(
                withBody(delivery),
                with(delivery, "webhook-timestamp", anHourAgo(delivery)),
                with(delivery, "webhook-id", "another"),
                with(delivery, "webhook-signature", "v1,AAAA"));
    }

    private static Delivery withBody(Delivery delivery) {
        return new Delivery(
                delivery.path(),
                delivery.headers(),
                delivery.body().replace("49.00", "4900.00"),
                delivery.atNanos());
    }

    private static Delivery with(Delivery delivery, String header, String value) {
        Map<String, String> headers = new HashMap<>(delivery.headers());
        headers.put(header, value);
        return new Delivery(delivery.path(), headers, delivery.body(), delivery.atNanos());
    }

    private static String anHourAgo(Delivery delivery) {
        return "" + (Long.parseLong(delivery.header("webhook-timestamp")) - 3_600);
    }

    private static String otherSecret() {
        return "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY";
    }

    private static Delivery paidWebhook() throws Exception {
        JsonNode invoice = createdByCurl();
        gateway.demoShop().simulate(invoice.path("id").asText(), "paid");
        return assertHeard(invoice);
    }

    private static Delivery assertHeard(JsonNode invoice) {
        String id = invoice.path("id").asText();
        return receiver.await(
                "invoice.paid of " + id,
                delivery -> delivery.type().equals("invoice.paid") && delivery.object().equals(id));
    }

    /** The curl of the front page, with host, key, shop and receiver filled in. */
    private static JsonNode createdByCurl() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(ROOT.resolve("samples/curl/create-invoice.sh").toString());
        builder.environment().putAll(gateway.demo());
        builder.environment().put("WEBHOOK_URL", receiver.url());
        Process curl = builder.redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        JsonNode invoice = Reply.parse(said).path("data");
        assertThat(invoice.path("status").asText()).as(said).isEqualTo("pending");
        return invoice;
    }

    private static void choose(Page checkout, String method) {
        assertThat(heading(checkout)).hasText("How would you like to pay?");
        checkout.locator("button[name=method][value=" + method + "]").click();
        assertThat(heading(checkout)).hasText("Scan or copy to pay");
        assertThat(checkout.locator("#code")).not().isEmpty();
    }

    private static void payIn(Page wallet) {
        wallet.locator("button[name=outcome][value=pay]").click();
        assertThat(heading(wallet)).hasText("Test payment sent");
    }

    /** Asks again by hand, as somebody without scripts does. */
    private static void checkUntil(Page page, String wanted) {
        Await.until(
                "heading " + wanted,
                () -> {
                    String now = heading(page).textContent().strip();
                    if (!now.equals(wanted)) {
                        page.reload();
                    }
                    return now.equals(wanted);
                });
    }

    private static Page.GetByRoleOptions qr() {
        return new Page.GetByRoleOptions().setName(Pattern.compile("QR code to pay .*49\\.00.*"));
    }

    private static Locator heading(Page page) {
        return page.locator("h1");
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }
}
