package org.bluejay.gateway.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.gateway.checkout.CheckoutView.Status;
import org.bluejay.gateway.page.Language;
import org.bluejay.gateway.page.Page;
import org.bluejay.gateway.page.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckoutPageTest {

    private static final int BUDGET = 50 * 1024;

    private static final Pattern INLINE_STYLE = Pattern.compile("\\sstyle=|<style");
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("\\son[a-z]+=|<script(?! src=\"/assets/)|javascript:");

    private final Pages pages = StagedCheckout.pages();
    private final CheckoutPages drawer = new CheckoutPages(pages);

    static Stream<Arguments> every_state_in_every_language() {
        return StagedViews.all().values().stream()
                .flatMap(
                        view ->
                                Arrays.stream(Language.values())
                                        .map(language -> Arguments.of(view, language)));
    }

    @ParameterizedTest
    @MethodSource("every_state_in_every_language")
    void is_one_whole_page_with_one_heading_and_a_title(CheckoutView view, Language language) {
        String html = draw(view, language);

        assertThat(html).startsWith("<!DOCTYPE html>");
        assertThat(html)
                .contains(
                        "<html lang=\"%s\" dir=\"%s\">"
                                .formatted(language.tag(), language.direction()));
        assertThat(html.split("<h1", -1)).hasSize(2);
        assertThat(html).containsPattern("<title>[^<]{5,}</title>").contains("<main ");
        assertThat(html).contains("aria-current=\"true\">" + language.endonym());
    }

    @ParameterizedTest
    @MethodSource("every_state_in_every_language")
    void has_no_inline_style_or_script_and_asks_nobody_else(CheckoutView view, Language language) {
        String html = draw(view, language);

        assertThat(INLINE_STYLE.matcher(html).find()).isFalse();
        assertThat(INLINE_SCRIPT.matcher(html).find()).isFalse();
        assertThat(html)
                .doesNotContainPattern("(src|action)=\"(?!/)|<link [^>]*href=\"(?!/assets/)");
    }

    @ParameterizedTest
    @MethodSource("every_state_in_every_language")
    void weighs_less_than_50_kilobytes_with_all_it_loads(CheckoutView view, Language language)
            throws IOException {
        long assets;
        try (Stream<Path> files =
                Files.list(StagedCheckout.ASSETS.resolve("assets").resolve("checkout"))) {
            assets = files.mapToLong(file -> file.toFile().length()).sum();
        }
        long page = draw(view, language).getBytes(StandardCharsets.UTF_8).length;

        assertThat(page + assets).isLessThan(BUDGET);
    }

    @Test
    void the_staged_views_show_every_scene_there_is() {
        Set<Scene> shown =
                StagedViews.all().values().stream()
                        .map(view -> page(view, Language.EN).scene())
                        .collect(Collectors.toSet());
        assertThat(shown).isEqualTo(EnumSet.allOf(Scene.class));
    }

    @Test
    void offers_every_method_by_a_button_or_by_its_questions() {
        String html = draw("choose");

        assertThat(html).contains("href=\"/pay/choose?method=mpesa&amp;lang=en\"");
        assertThat(html).contains("name=\"method\" value=\"pix\"");
        assertThat(html).contains("name=\"method\" value=\"card\"");
        assertThat(html).contains("1,500.00\u00a0KES").contains("data-left=\"872\"");
    }

    @Test
    void asks_for_the_rest_of_an_underpaid_invoice() {
        String html = draw("underpaid-pending");

        assertThat(html).contains("Still to pay").contains("700.00\u00a0KES");
        assertThat(html).contains("On its way").contains("300.00\u00a0KES");
    }

    @Test
    void shows_a_code_to_scan_to_copy_and_to_open() {
        String html = draw("code");

        assertThat(html).contains("<svg viewBox=\"0 0 ").contains(StagedViews.PIX_CODE);
        assertThat(html).contains("href=\"pix:9d36b84f\"").contains("data-copy=\"1500.00\"");
        assertThat(html.split("<path stroke=\"#000\"", -1)).hasSize(2);
    }

    @Test
    void says_what_an_amount_in_another_unit_pays_and_counts_its_price_down() {
        assertThat(draw("code-without-wallet"))
                .contains("<bdi dir=\"ltr\">0.00123\u00a0BTC</bdi>")
                .contains("data-copy=\"0.00123\"")
                .contains(
                        "<bdi dir=\"ltr\">0.00123\u00a0BTC</bdi> pays <bdi"
                                + " dir=\"ltr\">1,500.00\u00a0KES</bdi>.")
                .contains("This price holds for 11 minutes; then you get a new one here.")
                .contains("Time left at this price:")
                .contains("data-left=\"665\"");
        assertThat(draw("code")).doesNotContain("price").contains("data-left=\"872\"");
    }

    @Test
    void leads_to_another_page_by_a_link_only() {
        assertThat(draw("redirect"))
                .contains("<a class=\"primary\" href=\"https://cards.example/pay/1\"")
                .doesNotContain("action=\"https");
    }

    @Test
    void warns_against_paying_twice_while_the_outcome_is_unknown() {
        assertThat(draw("unclear"))
                .contains("do not pay again")
                .doesNotContain("<form")
                .doesNotContain("choose=1");
    }

    @Test
    void lets_the_payer_try_again_what_did_not_go_through() {
        assertThat(draw("not-started"))
                .contains("Nothing was charged")
                .contains("name=\"method\" value=\"pix\"")
                .contains("href=\"/pay/not-started?choose=1&amp;lang=en\"");
    }

    @Test
    void takes_no_payment_when_it_is_over() {
        for (String over : new String[] {"paid", "expired", "cancelled", "overdue", "processing"}) {
            assertThat(draw(over)).as(over).doesNotContain("<form").doesNotContain("data-left");
        }
    }

    @Test
    void says_what_becomes_of_money_that_came_too_late_or_was_too_much() {
        assertThat(draw("overpaid")).contains("200.00\u00a0KES").contains("refund");
        assertThat(draw("expired-with-money")).contains("1,000.00\u00a0KES");
        assertThat(draw("cancelled-with-money")).contains("A refund is due to you");
    }

    @Test
    void leads_back_to_the_shop_by_a_link_and_never_by_itself() {
        assertThat(draw("paid")).contains("href=\"https://shop.example/thanks\"");
        for (CheckoutView view : StagedViews.all().values()) {
            assertThat(draw(view, Language.EN)).doesNotContain("http-equiv");
        }
    }

    @Test
    void keeps_the_language_through_every_link_and_form() {
        assertThat(draw(StagedViews.all().get("choose"), Language.SW))
                .contains("action=\"/pay/choose/attempts?lang=sw\"")
                .contains("?method=mpesa&amp;lang=sw\"")
                .contains("data-live=\"/pay/choose/live?lang=sw\"");
    }

    @Test
    void writes_amounts_from_left_to_right_in_arabic() {
        assertThat(draw(StagedViews.all().get("approval"), Language.AR))
                .contains("<bdi dir=\"ltr\">1,500.00\u00a0KES</bdi>")
                .contains("<bdi dir=\"ltr\">0712 *** 678</bdi>");
    }

    @Test
    void shows_whatever_a_shop_writes_as_text() {
        String evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
        MethodDescriptor method = StagedViews.method("evil", evil, MethodDescriptor.Kind.CODE);
        StagedViews.Invoice invoice = new StagedViews.Invoice().shop(evil);
        Step step =
                new Step.ShowCode("evil", evil, StagedViews.TOTAL, evil, evil, Optional.empty());
        for (CheckoutView view :
                new CheckoutView[] {
                    invoice.offering(method).view("x", evil, evil),
                    invoice.step(step).view("x", evil, evil),
                    invoice.step(new Step.AwaitApproval("evil", evil, StagedViews.TOTAL, evil))
                            .view("x", evil, evil),
                    invoice.status(Status.PAID).money("1500", "0").view("x", evil, evil)
                }) {
            String html = draw(view, Language.EN);
            assertThat(html).doesNotContain("<script>").doesNotContain("<img");
            assertThat(html).doesNotContainPattern("=\"[^\"]*\"'>");
        }
    }

    @Test
    void never_leads_to_an_address_that_a_browser_would_run() {
        StagedViews.Invoice invoice =
                new StagedViews.Invoice().back("javascript:alert(1)").money("1500", "0");
        for (Status status : Status.values()) {
            assertThat(draw(invoice.status(status).view("x"), Language.EN))
                    .doesNotContain("javascript");
        }
        URI evil = URI.create("javascript:alert(1)");
        Step code = new Step.ShowCode("x", "X", StagedViews.TOTAL, "x", "x", Optional.of(evil));
        assertThat(draw(new StagedViews.Invoice().step(code).view("x"), Language.EN))
                .doesNotContain("javascript");
        assertThatThrownBy(() -> new Step.Redirect("x", "X", StagedViews.TOTAL, evil))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void is_the_same_version_while_only_time_passes() {
        StagedViews.Invoice invoice = new StagedViews.Invoice();
        String version = CheckoutPages.versionOf(invoice.view("x"));

        assertThat(CheckoutPages.versionOf(invoice.seconds(10).view("x"))).isEqualTo(version);
        assertThat(CheckoutPages.versionOf(invoice.seconds(0).view("x"))).isNotEqualTo(version);
        assertThat(CheckoutPages.versionOf(invoice.money("1", "0").view("x")))
                .isNotEqualTo(version);
    }

    @Test
    void counts_what_is_on_its_way_as_no_longer_to_be_sent() {
        CheckoutView view = new StagedViews.Invoice().money("500", "1200").view("x");

        assertThat(view.due()).isEqualTo(Money.of("1000", StagedViews.KES));
        assertThat(view.remaining()).isEqualTo(StagedViews.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void tells_in_every_language_why_there_is_no_page(Language language) {
        for (int status : new int[] {400, 403, 404, 429, 500}) {
            byte[] html = drawer.trouble(new Trouble(frame(language, "x"), status, "ref", 3));
            assertThat(new String(html, StandardCharsets.UTF_8)).contains("<h1>").contains("ref");
        }
    }

    private String draw(String name) {
        return draw(StagedViews.all().get(name), Language.EN);
    }

    private String draw(CheckoutView view, Language language) {
        return new String(drawer.page(page(view, language)), StandardCharsets.UTF_8);
    }

    private CheckoutPage page(CheckoutView view, Language language) {
        return CheckoutPage.of(frame(language, view.link()), view, false, Optional.empty());
    }

    private Page frame(Language language, String link) {
        return new Page(
                pages, drawer.words(language), Optional.of(language), "/", "pay/" + link, Map.of());
    }
}
