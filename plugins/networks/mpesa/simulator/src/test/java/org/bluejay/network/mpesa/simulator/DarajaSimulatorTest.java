package org.bluejay.network.mpesa.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator speaks as the real one was heard to speak. */
class DarajaSimulatorTest {

    private static final String MAGIC = "25470000";

    private final Ticker clock = new Ticker();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private DarajaSimulator simulator;
    private Shop shop;

    @BeforeEach
    void start() throws Exception {
        simulator =
                DarajaSimulator.startByHand(
                        clock,
                        (url, headers, body) ->
                                called.add(new String(body, StandardCharsets.UTF_8)));
        shop = new Shop(simulator.url());
        shop.login();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void gives_tokens_whose_life_is_a_text() throws Exception {
        Shop.Said said = shop.login(DarajaSimulator.CONSUMER_KEY, DarajaSimulator.CONSUMER_SECRET);
        assertThat(said.json().path("expires_in").isTextual()).isTrue();
        assertThat(said.field("expires_in")).isEqualTo("3599");
        assertThat(shop.login("who", "knows")).isEqualTo(new Shop.Said(400, ""));
    }

    @Test
    void refuses_tokens_that_are_over() throws Exception {
        clock.advance(3599);
        isExpired(shop.push(order()));
        shop.login();
        assertThat(shop.push(order()).status()).isEqualTo(200);
        simulator.expireTokens();
        isExpired(shop.query("ws_CO_1"));
    }

    private static void isExpired(Shop.Said said) {
        assertThat(said.status()).isEqualTo(404);
        assertThat(said.field("errorCode")).isEqualTo("404.001.03");
        assertThat(said.field("requestId")).isNotEmpty();
    }

    private static ObjectNode order() {
        return Shop.order(Shop.PHONE, "https://pay.example.test/callbacks/c/t0k3n");
    }

    @Test
    void takes_a_request_in_the_documented_words() throws Exception {
        Shop.Said said = shop.push(order());
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.field("MerchantRequestID")).matches("[0-9]+-[0-9]+-1");
        assertThat(said.field("CheckoutRequestID")).startsWith("ws_CO_20260918153000");
        assertThat(said.json().path("ResponseCode").isTextual()).isTrue();
        assertThat(said.field("ResponseCode")).isEqualTo("0");
        assertThat(said.field("ResponseDescription"))
                .isEqualTo("Success. Request accepted for processing");
    }

    @ParameterizedTest
    @CsvSource({
        "Amount, 0",
        "Amount, 1.50",
        "Amount, -1",
        "PhoneNumber, 0712345678",
        "PhoneNumber, 255712345678",
        "CallBackURL, http://pay.example.test/cb",
        "CallBackURL, https://Pay.Example.test/cb",
        "Timestamp, 2026-09-18",
        "PartyB, 1",
        "AccountReference, more than twelve",
        "AccountReference, ''",
        "TransactionType, Gift",
        "BusinessShortCode, 1"
    })
    void names_the_field_it_refuses(String field, String value) throws Exception {
        Shop.Said said = shop.push(order().put(field, value));
        assertThat(said.status()).isEqualTo(400);
        assertThat(said.field("errorCode")).isEqualTo("400.002.02");
        assertThat(said.field("errorMessage")).isEqualTo("Bad Request - Invalid " + field);
        assertThat(simulator.pushes()).isEmpty();
    }

    @Test
    void refuses_a_password_of_another_timestamp() throws Exception {
        Shop.Said said = shop.push(order().put("Timestamp", "20260918153001"));
        assertThat(said.status()).isEqualTo(500);
        assertThat(said.field("errorCode")).isEqualTo("500.001.1001");
    }

    @Test
    void calls_back_a_success_in_the_documented_shape() throws Exception {
        String id = shop.push(Shop.PHONE);
        clock.advance(17);
        Push paid = simulator.approve(id).orElseThrow();
        assertThat(called)
                .containsExactly(
                        """
                        {"Body":{"stkCallback":{"MerchantRequestID":"%s","CheckoutRequestID":"%s","ResultCode":0,\
                        "ResultDesc":"The service request is processed successfully.","CallbackMetadata":{"Item":[\
                        {"Name":"Amount","Value":1.00},{"Name":"MpesaReceiptNumber","Value":"%s"},{"Name":"Balance"},\
                        {"Name":"TransactionDate","Value":20260918153017},{"Name":"PhoneNumber","Value":254708374149}]}}}}\
                        """
                                .formatted(
                                        paid.merchantRequestId(),
                                        id,
                                        paid.result().orElseThrow().receipt()));
    }

    @Test
    void calls_back_a_failure_without_metadata() throws Exception {
        String id = shop.push(Shop.PHONE);
        simulator.end(id, "1032");
        assertThat(called).hasSize(1);
        assertThat(called.get(0)).contains("\"ResultCode\":1032").doesNotContain("Metadata");
    }

    @Test
    void tells_a_prompt_that_is_open_from_one_that_is_over() throws Exception {
        String id = shop.push(Shop.PHONE);
        JsonNode open = shop.query(id).json();
        assertThat(open.path("ResultCode").asText()).isEqualTo("4999");
        simulator.end(id, "1032");
        JsonNode over = shop.query(id).json();
        assertThat(over.path("ResultCode").isTextual()).isTrue();
        assertThat(over.path("ResultCode").asText()).isEqualTo("1032");
        assertThat(over.path("ResponseDescription").asText())
                .isEqualTo("The service request has been accepted successsfully");
        assertThat(over.has("MpesaReceiptNumber")).isFalse();
    }

    @Test
    void says_nothing_about_unknown_ids_in_two_shapes() throws Exception {
        Shop.Said one = shop.query("ws_CO_1");
        Shop.Said other = shop.query("ws_CO_1");
        assertThat(List.of(one.status(), other.status())).containsExactlyInAnyOrder(200, 500);
        assertThat(one.field("errorCode")).isEqualTo("500.001.1001");
        assertThat(other.field("errorCode")).isEqualTo("500.001.1001");
    }

    @Test
    void says_nothing_now_and_then_about_what_is_over() throws Exception {
        String id = shop.push(Shop.PHONE);
        simulator.approve(id);
        simulator.silence(id, 2);
        assertThat(shop.query(id).field("errorCode")).isEqualTo("500.001.1001");
        assertThat(shop.query(id).field("errorCode")).isEqualTo("500.001.1001");
        assertThat(shop.query(id).field("ResultCode")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 3, 0, 1", "0001, 3, 1, 1", "1032, 3, 1032, 1", "2001, 3, 2001, 1",
        "1037, 26, 1037, 1", "0002, 3, 0, 0", "0003, 3, 0, 2", "0006, 3, 0, 1"
    })
    void acts_out_magic_phones(String last, int seconds, String code, int callbacks)
            throws Exception {
        String id = shop.push(MAGIC + last);
        clock.advance(seconds - 1);
        simulator.catchUp();
        assertThat(simulator.pushes().get(0).isOpen()).isTrue();
        clock.advance(1);
        simulator.catchUp();
        assertThat(simulator.pushes().get(0).result().orElseThrow().code()).isEqualTo(code);
        assertThat(called).hasSize(callbacks);
        simulator.silence(id, 0);
        assertThat(shop.query(id).field("ResultCode")).isEqualTo(code);
    }

    @Test
    void succeeds_late_after_a_time_out() throws Exception {
        String id = shop.push(MAGIC + "0005");
        clock.advance(26);
        assertThat(shop.query(id).field("ResultCode")).isEqualTo("1037");
        clock.advance(26);
        assertThat(shop.query(id).field("ResultCode")).isEqualTo("0");
        assertThat(called).hasSize(2);
    }

    @Test
    void calls_back_before_it_answers() throws Exception {
        shop.push(MAGIC + "0004");
        assertThat(called).hasSize(1);
    }

    @Test
    void spells_otherwise_when_told_so() throws Exception {
        shop.push(MAGIC + "0006");
        clock.advance(3);
        simulator.catchUp();
        assertThat(called.get(0))
                .contains("\"ResultCode\":\"0\"", "\"Value\":\"1.00\"", "2547*****006");
    }

    @Test
    void breaks_the_line_after_it_has_taken_a_request() {
        assertThatThrownBy(() -> shop.push(MAGIC + "0408")).isInstanceOf(IOException.class);
        // Some clients try again by themselves; then the phone is busy with the first.
        assertThat(simulator.pushes()).isNotEmpty();
    }

    @Test
    void has_too_much_to_do() throws Exception {
        Shop.Said said =
                shop.push(Shop.order(MAGIC + "0429", "https://pay.example.test/callbacks/c/t"));
        assertThat(said.status()).isEqualTo(429);
        assertThat(said.field("errorCode")).isEqualTo("500.003.02");
    }

    @Test
    void fails_a_second_prompt_on_a_busy_phone() throws Exception {
        String first = shop.push(Shop.PHONE);
        String second = shop.push(Shop.PHONE);
        assertThat(shop.query(second).field("ResultCode")).isEqualTo("1001");
        assertThat(shop.query(first).field("ResultCode")).isEqualTo("4999");
    }

    @Test
    void gives_up_on_a_phone_that_nobody_touches() throws Exception {
        String id = shop.push(Shop.PHONE);
        clock.advance(60);
        assertThat(shop.query(id).field("ResultCode")).isEqualTo("1037");
    }

    @Test
    void never_takes_a_payment_back() throws Exception {
        String id = shop.push(Shop.PHONE);
        simulator.approve(id);
        assertThat(simulator.end(id, "1032")).isEmpty();
        assertThat(shop.query(id).field("ResultCode")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"1234, 0", "0000, 2001"})
    void has_a_page_for_each_phone(String pin, String code) throws Exception {
        String id = shop.push(Shop.PHONE);
        String page = shop.get("/phone?number=" + Shop.PHONE).text();
        assertThat(page).contains("KES 1", "INV-10023", "/" + id + "/approve");
        String after =
                shop.submit("/phone/" + Shop.PHONE + "/" + id + "/approve", "pin=" + pin).text();
        assertThat(after).contains("No request right now");
        assertThat(shop.query(id).field("ResultCode")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"254712345678", "0712345678", "0712%20345%20678", "%2B254712345678"})
    void finds_a_phone_however_its_number_is_typed(String typed) throws Exception {
        assertThat(shop.get("/phone?number=" + typed).text()).contains("<h1>254712345678</h1>");
    }

    @Test
    void says_what_is_no_number() throws Exception {
        assertThat(shop.get("/phone?number=12345").text()).contains("no number of Kenya");
        assertThat(shop.get("/phone?number=mine").text()).contains("no number of Kenya");
        assertThat(shop.get("/phone").text()).doesNotContain("no number of Kenya");
    }

    @Test
    void lets_a_payer_cancel_on_his_own_phone_only() throws Exception {
        String id = shop.push(Shop.PHONE);
        shop.submit("/phone/254700111222/" + id + "/cancel", "");
        assertThat(simulator.pushes().get(0).isOpen()).isTrue();
        shop.submit("/phone/" + Shop.PHONE + "/" + id + "/cancel", "");
        assertThat(shop.query(id).field("ResultCode")).isEqualTo("1032");
    }

    @Test
    void shows_what_a_shop_wrote_as_text() throws Exception {
        shop.push(order().put("AccountReference", "<b>&\"</b>"));
        assertThat(shop.get("/phone/" + Shop.PHONE).text())
                .contains("&lt;b&gt;&amp;&quot;&lt;/b&gt;")
                .doesNotContain("<b>");
    }

    @Test
    void is_steered_over_http() throws Exception {
        ObjectNode plan = Json.object().put("phone", Shop.PHONE).put("callbacks", "never");
        plan.putArray("steps").addObject().put("code", "0").put("after", "PT5S");
        assertThat(shop.post("/control/plans", plan).status()).isEqualTo(204);
        String id = shop.push(Shop.PHONE);
        clock.advance(5);
        assertThat(shop.query(id).field("ResultCode")).isEqualTo("0");
        assertThat(called).isEmpty();
        JsonNode listed = shop.get("/control/pushes").json().path("pushes").path(0);
        assertThat(listed.path("checkoutRequestId").asText()).isEqualTo(id);
        assertThat(listed.path("results").path(0).path("code").asText()).isEqualTo("0");

        String next = shop.push(Shop.PHONE);
        assertThat(shop.post("/control/pushes/" + next + "/silence", Json.object()).status())
                .isEqualTo(204);
        assertThat(shop.query(next).field("errorCode")).isEqualTo("500.001.1001");
        ObjectNode cancelled = Json.object().put("code", "1032");
        assertThat(shop.post("/control/pushes/" + next + "/end", cancelled).status())
                .isEqualTo(204);
        assertThat(shop.query(next).field("ResultCode")).isEqualTo("1032");
        assertThat(shop.post("/control/tokens/expire", Json.object()).status()).isEqualTo(204);
        isExpired(shop.query(next));
    }

    @Test
    void says_what_is_wrong_with_a_plan() throws Exception {
        assertThat(shop.post("/control/plans", Json.object()).status()).isEqualTo(422);
        ObjectNode odd = Json.object().put("phone", Shop.PHONE).put("submit", "MAYBE");
        assertThat(shop.post("/control/plans", odd).status()).isEqualTo(422);
        assertThat(shop.post("/control/pushes/none/end", Json.object()).status()).isEqualTo(409);
        assertThat(shop.get("/control/nothing").status()).isEqualTo(404);
    }
}
