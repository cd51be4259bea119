package org.bluejay.gateway.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.bluejay.gateway.checkout.CheckoutView.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckoutResourceTest {

    private final StagedCheckout checkout = new StagedCheckout();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        checkout.close();
    }

    @ParameterizedTest
    @CsvSource({"/pay/choose,200", "/pay/choose/live,200", "/pay/nobody,404", "/pay/bug,500"})
    void keeps_every_answer_to_itself(String path, int status) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                                + " data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
                                + " frame-ancestors 'none'");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Permissions-Policy")).contains("camera=()");
        assertThat(header(answer, "Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
    }

    @Test
    void is_the_same_page_with_a_slash_at_the_end() throws Exception {
        assertThat(get("/pay/choose/").statusCode()).isEqualTo(200);
    }

    @Test
    void speaks_the_language_of_the_browser_unless_the_address_names_one() throws Exception {
        assertThat(get("/pay/choose", "Accept-Language", "pt-BR,en;q=0.5").body())
                .contains("<html lang=\"pt\"")
                .contains("action=\"/pay/choose/attempts\"");
        assertThat(get("/pay/choose?lang=ar", "Accept-Language", "pt-BR").body())
                .contains("<html lang=\"ar\" dir=\"rtl\">")
                .contains("action=\"/pay/choose/attempts?lang=ar\"");
        assertThat(get("/pay/choose?lang=xx").body()).contains("<html lang=\"en\"");
    }

    @Test
    void answers_304_to_a_live_page_until_something_happens() throws Exception {
        String tag = header(get("/pay/choose/live"), "ETag");

        assertThat(get("/pay/choose/live", "If-None-Match", tag).statusCode()).isEqualTo(304);

        checkout.views.put("choose", new StagedViews.Invoice().money("1", "0").view("choose"));
        HttpResponse<String> changed = get("/pay/choose/live", "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).doesNotContain("<html").contains("<h1");
        assertThat(get("/pay/choose").body()).contains("data-version=" + header(changed, "ETag"));
    }

    @Test
    void asks_at_the_price_of_now_when_it_is_opened_and_not_by_staying_open() throws Exception {
        get("/pay/choose/live");
        assertThat(checkout.refreshed).isEmpty();
        get("/pay/choose");
        get("/pay/choose/wallet");
        assertThat(checkout.refreshed).containsExactly("choose", "choose");
    }

    @Test
    void starts_what_the_payer_chose_and_leads_back_to_the_page() throws Exception {
        HttpResponse<String> answer = post("/pay/choose/attempts?lang=fr", "method=pix");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "Location")).isEqualTo("/pay/choose?lang=fr");
        assertThat(checkout.takeStarted())
                .containsExactly(new StagedCheckout.Started("choose", "pix", Map.of()));
    }

    @Test
    void passes_on_the_answers_that_a_method_wants() throws Exception {
        post("/pay/choose/attempts", "method=mpesa&input-phone=+0712%20345%20678+&input-x=y");

        assertThat(checkout.takeStarted())
                .containsExactly(
                        new StagedCheckout.Started(
                                "choose", "mpesa", Map.of("phone", "0712 345 678")));
    }

    @Test
    void asks_before_it_starts_what_wants_to_know_something() throws Exception {
        HttpResponse<String> answer = post("/pay/choose/attempts", "method=mpesa");

        assertThat(header(answer, "Location")).isEqualTo("/pay/choose?method=mpesa");
        assertThat(get("/pay/choose?method=mpesa").body()).contains("name=\"input-phone\"");
        assertThat(checkout.takeStarted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | fill in this field", "hello | phone number, for example"})
    void says_at_the_field_what_is_wrong_and_keeps_what_was_typed(String phone, String sentence)
            throws Exception {
        HttpResponse<String> answer =
                post("/pay/choose/attempts", "method=mpesa&input-phone=" + phone);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains(sentence)
                .contains("aria-invalid=\"true\" aria-describedby=\"input-phone-fault\"")
                .contains("value=\"" + phone + "\"");
        assertThat(checkout.takeStarted()).isEmpty();
    }

    @Test
    void never_sends_a_secret_back() throws Exception {
        HttpResponse<String> answer =
                post("/pay/form-only/attempts", "method=bank&input-bank=X&input-pin=swordfish");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("choose one").doesNotContain("swordfish");
    }

    @Test
    void starts_nothing_on_an_invoice_that_is_over() throws Exception {
        for (String over : new String[] {"paid", "expired", "cancelled", "processing", "overdue"}) {
            assertThat(post("/pay/" + over + "/attempts", "method=pix").statusCode())
                    .isEqualTo(303);
        }
        assertThat(checkout.takeStarted()).isEmpty();
    }

    @Test
    void starts_nothing_by_a_method_that_is_not_offered() throws Exception {
        assertThat(post("/pay/choose/attempts", "method=cash").statusCode()).isEqualTo(303);
        assertThat(post("/pay/choose/attempts", "").statusCode()).isEqualTo(303);
        assertThat(checkout.takeStarted()).isEmpty();
    }

    @Test
    void does_not_ring_the_phone_twice_for_two_clicks() throws Exception {
        String seen = CheckoutPages.versionOf(checkout.views.get("choose"));
        checkout.views.put(
                "choose", new StagedViews.Invoice().step(StagedViews.code()).view("choose"));

        post("/pay/choose/attempts", "method=pix&seen=" + seen);
        assertThat(checkout.takeStarted()).isEmpty();

        post("/pay/choose/attempts", "method=card&seen=" + seen);
        assertThat(checkout.takeStarted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void takes_no_form_from_another_site(String site) throws Exception {
        HttpResponse<String> answer =
                post("/pay/choose/attempts", "method=pix", "Sec-Fetch-Site", site);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<h1>").contains("href=\"/pay/choose\"");
        assertThat(checkout.takeStarted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "://"})
    void takes_no_form_from_another_origin_in_an_old_browser(String origin) throws Exception {
        assertThat(post("/pay/choose/attempts", "method=pix", "Origin", origin).statusCode())
                .isEqualTo(403);
        assertThat(checkout.takeStarted()).isEmpty();
    }

    @Test
    void takes_its_own_forms() throws Exception {
        String own = "http://" + checkout.at("/").getAuthority();

        assertThat(post("/pay/choose/attempts", "method=pix", "Origin", own).statusCode())
                .isEqualTo(303);
        assertThat(
                        post("/pay/choose/attempts", "method=pix", "Sec-Fetch-Site", "same-origin")
                                .statusCode())
                .isEqualTo(303);
    }

    @Test
    void takes_no_form_that_is_too_long_or_does_not_say_how_long() throws Exception {
        assertThat(post("/pay/choose/attempts", "x=" + "y".repeat(20_000)).statusCode())
                .isEqualTo(413);
        HttpRequest chunked =
                request("/pay/choose/attempts")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.fromPublisher(
                                        HttpRequest.BodyPublishers.ofString("method=pix")))
                        .build();
        assertThat(client.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(411);
        assertThat(checkout.takeStarted()).isEmpty();
    }

    @Test
    void opens_the_wallet_when_there_is_one_and_the_checkout_when_not() throws Exception {
        assertThat(header(get("/pay/code/wallet"), "Location")).isEqualTo("pix:9d36b84f");
        assertThat(header(get("/pay/redirect/wallet"), "Location"))
                .isEqualTo("https://cards.example/pay/1");
        assertThat(header(get("/pay/choose/wallet"), "Location")).isEqualTo("/pay/choose");
        assertThat(header(get("/pay/approval/wallet"), "Location")).isEqualTo("/pay/approval");

        checkout.views.put(
                "code",
                new StagedViews.Invoice()
                        .status(Status.EXPIRED)
                        .step(StagedViews.code())
                        .view("code"));
        assertThat(header(get("/pay/code/wallet"), "Location")).isEqualTo("/pay/code");
    }

    @Test
    void says_nothing_of_its_insides_when_it_fails() throws Exception {
        HttpResponse<String> answer = get("/pay/bug?lang=es");

        assertThat(answer.body())
                .contains("<html lang=\"es\"")
                .contains("Referencia")
                .doesNotContain("swordfish")
                .doesNotContain("Exception");
    }

    @Test
    void asks_for_patience_when_there_are_too_many_requests() throws Exception {
        HttpResponse<String> answer = get("/pay/busy");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "Retry-After")).isEqualTo("3");
        assertThat(answer.body()).contains("Try again in 3 seconds.");
    }

    @Test
    void has_a_page_for_every_refusal() throws Exception {
        assertThat(get("/pay/choose/attempts").statusCode()).isEqualTo(405);
        assertThat(get("/pay/choose/attempts").body()).contains("href=\"/pay/choose\"");
        assertThat(get("/pay/").statusCode()).isEqualTo(404);
        assertThat(get("/pay/a/b/c").body()).contains("<h1>");
        assertThat(get("/pay/%3Cscript%3E").body()).doesNotContain("<script>");
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).GET();
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        URI address = checkout.at(path);
        return HttpRequest.newBuilder(address);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
