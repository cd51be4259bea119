package org.bluejay.network.mpesa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction.AwaitApproval;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.tck.FaultyHttp.Fault;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.TckContext;
import org.bluejay.network.mpesa.simulator.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking for a payment: what is sent, and that it is sent once. */
class PromptTest {

    private static final String PASSKEY =
            "bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919";

    private final String reference = Bench.newReference();
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void makes_the_password_of_short_code_passkey_and_timestamp() {
        assertThat(Daraja.password("174379", PASSKEY, "20260918153000"))
                .isEqualTo(
                        "MTc0Mzc5YmZiMjc5ZjlhYTliZGJjZjE1OGU5N2RkNzFhNDY3Y2QyZTBjODkzMDU5YjEwZjc4ZTZi"
                            + "NzJhZGExZWQyYzkxOTIwMjYwOTE4MTUzMDAw");
    }

    @Test
    void sends_what_daraja_asks_of_a_paybill() throws Exception {
        bench.clock.set(Instant.parse("2026-09-18T12:30:00Z"));
        AwaitApproval told =
                (AwaitApproval)
                        bench.network.requestPayment(
                                Bench.request(reference, "+254 712 345 678", "1500.00"));
        assertThat(told.sentTo()).isEqualTo("0712 *** 678");
        assertThat(told.handle())
                .isEqualTo(
                        new PaymentHandle(reference, bench.pushOf(reference).checkoutRequestId()));
        assertThat(lastBody())
                .isEqualTo(
                        Json.readOwn(
                                """
                                {"BusinessShortCode":174379,
                                 "Password":"MTc0Mzc5c2ltdWxhdG9yLXBhc3NrZXkyMDI2MDkxODE1MzAwMA==",
                                 "Timestamp":"20260918153000","TransactionType":"CustomerPayBillOnline","Amount":1500,
                                 "PartyA":254712345678,"PartyB":174379,"PhoneNumber":254712345678,
                                 "CallBackURL":"https://pay.example.test/callbacks/channel-1/t0k3n-%s",
                                 "AccountReference":"Payment","TransactionDesc":"Order 4711 tw"}\
                                """
                                        .formatted(reference)));
    }

    @Test
    void pays_a_till_through_its_head_office() throws Exception {
        MpesaNetwork till =
                bench.open(
                        Environment.SANDBOX,
                        Map.of("type", "till", "shortcode", "600000", "tillNumber", "512345"),
                        new MemoryStore());
        till.requestPayment(Bench.request(reference, Bench.MSISDN, "1"));
        assertThat(Json.text(lastBody(), "BusinessShortCode")).isEqualTo("600000");
        assertThat(Json.text(lastBody(), "PartyB")).isEqualTo("512345");
        assertThat(Json.text(lastBody(), "TransactionType")).isEqualTo("CustomerBuyGoodsOnline");
    }

    private JsonNode lastBody() {
        Http.Request last = bench.asked.get(bench.asked.size() - 1);
        return Json.readObject(last.body()).orElseThrow();
    }

    @Test
    void never_sends_a_second_prompt_when_the_answer_was_lost() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Submit.DROP_ANSWER));
        assertThatThrownBy(() -> bench.ask(reference)).isInstanceOf(OutcomeUnknown.class);
        bench.restart();
        bench.clock.advance(Duration.ofDays(1));
        assertThatThrownBy(() -> bench.ask(reference)).isInstanceOf(OutcomeUnknown.class);
        assertThat(bench.pushesOf(reference)).hasSize(1);
    }

    @Test
    void never_sends_a_second_prompt_after_a_crash_between_writing_down_and_sending() {
        bench.line.breakAll(Fault.TIME_OUT);
        Asked written =
                new Asked(
                        reference,
                        Asked.Stage.SENDING,
                        "of the process that died",
                        1500,
                        "0712 *** 678",
                        "phone/x",
                        bench.clock.instant(),
                        "",
                        "",
                        "");
        bench.store.put("payment/" + reference, written.written());
        assertThatThrownBy(() -> bench.ask(reference)).isInstanceOf(OutcomeUnknown.class);
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void may_be_asked_again_when_it_never_left() throws Exception {
        login();
        bench.line.breakAll(Fault.CUT_BEFORE);
        assertThatThrownBy(() -> bench.ask(reference)).isInstanceOf(NotSent.class);
        bench.line.breakAll(Fault.NONE);
        assertThat(bench.ask(reference).networkReference())
                .isEqualTo(bench.pushOf(reference).checkoutRequestId());
    }

    private void login() throws Exception {
        bench.ask(Bench.newReference(), "0799 000 000");
    }

    @Test
    void gives_up_on_spike_arrest_without_holding_the_phone() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Submit.SPIKE_ARREST));
        assertThatThrownBy(() -> bench.ask(reference))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
        assertThat(bench.ask(Bench.newReference())).isNotNull();
    }

    @Test
    void stays_refused_once_daraja_refused_a_field() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Submit.REJECT));
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> bench.ask(reference))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo("400.002.02"))
                    .hasMessage("Safaricom refused PhoneNumber");
        }
        assertThat(bench.pushesOf(reference)).isEmpty();
        assertThat(bench.ask(Bench.newReference())).isNotNull();
    }

    @Test
    void names_a_wrong_passkey() {
        bench.network =
                bench.open(
                        Environment.SANDBOX, Map.of("passkey", "another-one"), new MemoryStore());
        assertThatThrownBy(() -> bench.ask(reference))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("short code and passkey");
    }

    @Test
    void names_wrong_credentials_and_says_so_in_its_health() {
        bench.network =
                bench.open(
                        Environment.SANDBOX,
                        Map.of("consumerSecret", "another-one"),
                        new MemoryStore());
        assertThatThrownBy(() -> bench.ask(reference))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("consumer key");
        assertThat(bench.network.health().up()).isFalse();
        assertThat(bench.network.health().detail()).contains("consumer key");
    }

    @Test
    void keeps_a_login_for_less_than_its_hour() throws Exception {
        login();
        bench.clock.advance(Duration.ofMinutes(54));
        bench.ask(Bench.newReference(), "0711 000 001");
        assertThat(logins()).isEqualTo(1);
        bench.clock.advance(Duration.ofMinutes(2));
        bench.ask(Bench.newReference(), "0711 000 002");
        assertThat(logins()).isEqualTo(2);
    }

    private long logins() {
        return bench.asked.stream()
                .filter(request -> request.uri().getPath().equals("/oauth/v1/generate"))
                .count();
    }

    @Test
    void does_not_replay_a_prompt_when_the_login_is_refused() throws Exception {
        login();
        bench.daraja.expireTokens();
        int before = bench.asked.size();
        assertThatThrownBy(() -> bench.ask(reference)).isInstanceOf(NotSent.class);
        assertThat(bench.asked).hasSize(before + 1);
        assertThat(bench.ask(reference).networkReference()).isNotEmpty();
        assertThat(bench.pushesOf(reference)).hasSize(1);
    }

    @Test
    void sends_one_prompt_to_a_phone_at_a_time() throws Exception {
        bench.ask(Bench.newReference());
        assertThatThrownBy(() -> bench.ask(reference, "+254 712 345 678"))
                .isInstanceOfSatisfying(
                        Refused.class, busy -> assertThat(busy.code()).isEqualTo("phone-busy"));
        assertThat(bench.pushesOf(reference)).isEmpty();
        assertThat(bench.ask(Bench.newReference(), "0712 345 679")).isNotNull();
        bench.clock.advance(PhoneLocks.LONGEST);
        assertThat(bench.ask(reference)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1032"})
    void frees_the_phone_when_the_prompt_is_over(String code) throws Exception {
        String first = Bench.newReference();
        bench.ask(first);
        bench.end(first, code);
        bench.lookUp(first);
        assertThat(bench.ask(reference)).isNotNull();
    }

    @Test
    void holds_a_phone_over_all_live_shops() {
        PhoneLocks locks = locksOf(Environment.LIVE, new MemoryStore());
        PhoneLocks others = locksOf(Environment.LIVE, new MemoryStore());
        String name = locks.nameOf(Msisdn.of(Bench.MSISDN).orElseThrow());
        assertThat(locks.take(name, "one")).isTrue();
        assertThat(others.take(others.nameOf(Msisdn.of("0712345678").orElseThrow()), "two"))
                .isFalse();
        assertThat(name).doesNotContain("712345678");
    }

    private static PaymentRequest order(String reference) {
        return Bench.request(reference, Bench.MSISDN, "10");
    }

    private PhoneLocks locksOf(Environment environment, MemoryStore own) {
        return new PhoneLocks(contextOf(environment, own));
    }

    private ConnectorContext contextOf(Environment environment, MemoryStore own) {
        return new TckContext(
                environment, bench.clock, bench.line, own, bench.common, TckContext.PUBLIC_URL);
    }

    @Test
    void speaks_to_safaricom_alone_when_money_is_real() {
        MpesaNetwork misled = bench.open(Environment.LIVE, Map.of(), new MemoryStore());
        assertThatThrownBy(() -> misled.requestPayment(order(reference)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("remove the setting baseUrl");
        assertThat(misled.health().detail()).contains("baseUrl");
        assertThat(bench.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LIVE, api.safaricom.co.ke", "SANDBOX, sandbox.safaricom.co.ke"})
    void knows_where_safaricom_is(Environment environment, String host) throws Exception {
        assertThat(
                        Daraja.base(
                                        new MpesaProvider().settings().settle(minimal()),
                                        contextOf(environment, new MemoryStore()))
                                .getHost())
                .isEqualTo(host);
    }

    private static Map<String, String> minimal() {
        return Map.of(
                "shortcode", "174379",
                "consumerKey", "k",
                "consumerSecret", "s",
                "passkey", "p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0212 345 678", "+255 712 345 678", "0712"})
    void asks_nobody_for_a_phone_that_is_not_kenyan(String phone) {
        assertThatThrownBy(() -> bench.ask(reference, phone))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("phone-not-kenyan"));
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void asks_nobody_for_cents() {
        assertThatThrownBy(
                        () ->
                                bench.network.requestPayment(
                                        Bench.request(reference, Bench.MSISDN, "10.50")))
                .isInstanceOf(Refused.class);
        assertThat(bench.asked).isEmpty();
    }
}
