package org.bluejay.gateway.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bluejay.connector.tck.Needs;
import org.bluejay.gateway.checkout.Browser.Look;
import org.bluejay.gateway.checkout.Browser.Tab;
import org.bluejay.gateway.checkout.CheckoutView.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Needs("chromium")
class CheckoutBrowserTest {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final List<String> WCAG_AA =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final List<String> PLACES =
            Stream.concat(
                            StagedViews.all().keySet().stream(),
                            Stream.of(
                                    "choose?method=mpesa",
                                    "nobody",
                                    "busy",
                                    "bug",
                                    "../sandbox/wallet/OPEN",
                                    "../sandbox/wallet/PAY",
                                    "../sandbox/wallet/FAIL"))
                    .toList();

    /** Milliseconds; longer than the slowest pace of a live page. */
    private static final double PATIENCE = 20_000;

    private static Browser browser;
    private StagedCheckout checkout;

    @BeforeAll
    static void open() {
        browser = new Browser();
        setDefaultAssertionTimeout(PATIENCE);
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @BeforeEach
    void stage() {
        checkout = new StagedCheckout();
    }

    @AfterEach
    void unstage() {
        checkout.close();
    }

    static Stream<Arguments> looks() {
        Look phone = Look.phone();
        return Stream.of(
                Arguments.of("light", phone),
                Arguments.of("dark", phone.dark()),
                Arguments.of("arabic", phone.in("ar")),
                Arguments.of("narrow", phone.narrow().in("pt")),
                Arguments.of("wide", new Look(1280, 900, phone.scheme(), "fr", true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("looks")
    void every_state_is_accessible_and_fits(String name, Look look) {
        try (Tab tab = browser.open(look)) {
            for (String place : PLACES) {
                tab.page().navigate(address(place));
                tab.page()
                        .screenshot(
                                new Page.ScreenshotOptions()
                                        .setFullPage(true)
                                        .setPath(
                                                SHOTS.resolve(
                                                        name
                                                                + "-"
                                                                + place.replaceAll("\\W+", "-")
                                                                + ".png")));
                assertThat(faults(tab.page())).as(place).isEmpty();
                assertThat(overflow(tab.page())).as(place + " scrolls sideways").isZero();
            }
            assertThat(tab.complaints()).noneMatch(text -> text.contains("Content Security"));
        }
    }

    @Test
    void asks_nobody_but_us() {
        List<String> asked = new ArrayList<>();
        try (Tab tab = browser.open(Look.phone())) {
            tab.context().onRequest((Request request) -> asked.add(request.url()));
            tab.page().navigate(address("code"));
            tab.page().navigate(address("paid"));
        }
        String own = checkout.at("/").toString();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(4).allMatch(url -> url.startsWith(own));
    }

    @Test
    void can_be_paid_without_scripts() {
        try (Tab tab = browser.open(Look.phone().withoutScripts())) {
            Page page = tab.page();
            page.navigate(address("choose"));
            link(page, Pattern.compile("M-Pesa")).click();
            page.getByLabel("Phone number").fill("nonsense");
            button(page, "Continue").click();
            assertThat(page.getByLabel("Phone number")).hasAttribute("aria-invalid", "true");
            assertThat(page.getByLabel("Phone number")).hasValue("nonsense");

            page.getByLabel("Phone number").fill("0712 345 678");
            afterStart("choose", new StagedViews.Invoice().step(approval()));
            button(page, "Continue").click();
            assertThat(heading(page)).hasText("Approve on your phone");
            assertThat(checkout.takeStarted())
                    .containsExactly(
                            new StagedCheckout.Started(
                                    "choose", "mpesa", Map.of("phone", "0712 345 678")));

            put("choose", paid());
            link(page, "I have paid – check again").click();
            assertThat(heading(page)).hasText("Payment complete");
        }
    }

    @Test
    void changes_the_method_and_the_language_without_scripts() {
        put("choose", new StagedViews.Invoice().step(approval()));
        try (Tab tab = browser.open(Look.phone().withoutScripts())) {
            Page page = tab.page();
            page.navigate(address("choose"));
            link(page, "Español").click();
            link(page, "Elegir otra forma de pago").click();
            assertThat(heading(page)).hasText("¿Cómo quieres pagar?");
            afterStart("choose", new StagedViews.Invoice().step(StagedViews.code()));
            button(page, Pattern.compile("Pix")).click();
            assertThat(heading(page)).hasText("Escanea o copia para pagar");
        }
    }

    @Test
    void learns_of_everything_without_a_reload() {
        put("choose", new StagedViews.Invoice().step(StagedViews.code()));
        try (Tab tab = browser.open(Look.phone())) {
            Page page = tab.page();
            page.navigate(address("choose"));
            put("choose", new StagedViews.Invoice().status(Status.PROCESSING).money("0", "1500"));
            assertThat(heading(page)).hasText("Your payment is on its way");
            assertThat(page.locator("#say")).hasText("Your payment is on its way");

            put("choose", paid());
            assertThat(heading(page)).hasText("Payment complete");
            assertThat(page).hasTitle("Paid – Duka la Mwangi");
            assertThat(page).hasURL(address("choose"));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void keeps_what_the_payer_is_typing_when_the_page_changes() {
        try (Tab tab = browser.open(Look.phone())) {
            Page page = tab.page();
            page.navigate(address("choose?method=mpesa"));
            page.getByLabel("Phone number").fill("0712");
            put("choose", new StagedViews.Invoice().money("500", "0"));
            assertThat(page.getByText("Still to pay")).isVisible();
            assertThat(page.getByLabel("Phone number")).hasValue("0712");
        }
    }

    @Test
    void counts_down_and_copies_and_says_so() {
        try (Tab tab = browser.open(Look.phone())) {
            tab.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Page page = tab.page();
            page.navigate(address("code"));
            assertThat(page.locator("[data-left]")).hasText(Pattern.compile("14:[0-3]\\d"));

            button(page, "Copy the payment code").click();
            assertThat(page.locator("#say")).hasText("Copied");
            assertThat(clipboard(page)).isEqualTo(StagedViews.PIX_CODE);
            button(page, "Copy the amount").click();
            assertThat(page.locator("[data-for=amount]")).hasClass(Pattern.compile("done"));
            assertThat(clipboard(page)).isEqualTo("1500.00");
        }
    }

    @Test
    void looks_again_when_the_time_is_up() {
        put("choose", new StagedViews.Invoice().seconds(2));
        try (Tab tab = browser.open(Look.phone())) {
            tab.page().navigate(address("choose"));
            put("choose", new StagedViews.Invoice().seconds(0));
            assertThat(heading(tab.page())).hasText("The time is up");
        }
    }

    @Test
    void follows_to_the_networks_page_under_its_own_policy() {
        checkout.views.put(
                "redirect",
                new StagedViews.Invoice()
                        .step(
                                new Step.Redirect(
                                        "card",
                                        "Card",
                                        StagedViews.TOTAL,
                                        checkout.elsewhere("/there")))
                        .view("redirect"));
        try (Tab tab = browser.open(Look.phone())) {
            tab.page().navigate(address("redirect"));
            link(tab.page(), Pattern.compile("Continue to Card")).click();
            assertThat(tab.page()).hasURL(checkout.elsewhere("/there").toString());
            assertThat(tab.page().locator("body")).hasText("referer: none");
            assertThat(tab.complaints()).noneMatch(text -> text.contains("Content Security"));
        }
    }

    @Test
    void can_be_read_at_four_times_the_size() {
        try (Tab tab = browser.open(new Look(320, 256, Look.phone().scheme(), "en", true))) {
            for (String place : PLACES) {
                tab.page().navigate(address(place));
                assertThat(overflow(tab.page())).as(place).isZero();
            }
        }
    }

    private void put(String link, StagedViews.Invoice invoice) {
        checkout.views.put(link, invoice.view(link));
    }

    private void afterStart(String link, StagedViews.Invoice invoice) {
        checkout.afterStart.put(link, invoice.view(link));
    }

    private static StagedViews.Invoice paid() {
        return new StagedViews.Invoice().status(Status.PAID).money("1500", "0");
    }

    private static Step approval() {
        return new Step.AwaitApproval("mpesa", "M-Pesa", StagedViews.TOTAL, "0712 *** 678");
    }

    private String address(String place) {
        return checkout.at("/pay/" + place).toString();
    }

    private static com.microsoft.playwright.Locator heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    private static com.microsoft.playwright.Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private static com.microsoft.playwright.Locator link(Page page, Pattern name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private static com.microsoft.playwright.Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static com.microsoft.playwright.Locator button(Page page, Pattern name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static String clipboard(Page page) {
        return page.evaluate("() => navigator.clipboard.readText()").toString();
    }

    private static int overflow(Page page) {
        Object pixels =
                page.evaluate(
                        "() => Math.max(0, document.documentElement.scrollWidth -"
                                + " document.documentElement.clientWidth)");
        return ((Number) pixels).intValue();
    }

    private static List<String> faults(Page page) {
        return new AxeBuilder(page)
                        // Without the blank page that joins the findings of frames; there are none
                        // here.
                        .setLegacyMode(true)
                        .withTags(WCAG_AA)
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(rule -> rule.getId() + " " + rule.getNodes())
                        .toList();
    }
}
