package org.bluejay.network.mpesa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.CallbackVerdict.Hint;
import org.bluejay.connector.network.CallbackVerdict.Rejected;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.tck.FaultyHttp.Fault;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.network.mpesa.simulator.Plan;
import org.bluejay.network.mpesa.simulator.Push;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a prompt, whatever is lost, doubled, late or forged on the way. */
class OutcomeTest {

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

    private Transfer onlyTransfer() throws NetworkException {
        PaymentReport report = bench.lookUp(reference);
        assertThat(report.state()).isEqualTo(State.COMPLETED);
        assertThat(report.transfers()).hasSize(1);
        Transfer transfer = report.transfers().get(0);
        assertThat(transfer.state()).isEqualTo(TransferState.SETTLED);
        assertThat(transfer.amount()).isEqualTo(Money.of("1500", Asked.KES));
        return transfer;
    }

    private String receipt() {
        return bench.pushOf(reference).result().orElseThrow().receipt();
    }

    private String checkoutId() {
        return bench.pushOf(reference).checkoutRequestId();
    }

    @Test
    void a_payment_is_known_by_its_receipt_once_the_callback_has_told_it() throws Exception {
        bench.ask(reference);
        bench.clock.advance(Duration.ofSeconds(17));
        Instant paidAt = bench.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        bench.end(reference, "0");
        assertThat(bench.deliver())
                .containsExactly(new Hint(new PaymentHandle(reference, checkoutId())));
        bench.clock.advance(Duration.ofSeconds(13));
        Transfer transfer = onlyTransfer();
        assertThat(transfer.networkId()).isEqualTo(receipt());
        assertThat(transfer.aliases()).containsExactly(checkoutId());
        assertThat(transfer.provisional()).isFalse();
        assertThat(transfer.occurredAt()).isEqualTo(paidAt);
        assertThat(transfer.evidenceAt()).isEqualTo(bench.clock.instant());
    }

    @Test
    void a_lost_callback_costs_the_receipt_and_nothing_else() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Callbacks.NEVER));
        bench.ask(reference);
        bench.end(reference, "0");
        assertThat(bench.mailbox.take()).isEmpty();
        Transfer transfer = onlyTransfer();
        assertThat(transfer.networkId()).isEqualTo(checkoutId());
        assertThat(transfer.provisional()).isTrue();
    }

    @Test
    void a_callback_after_the_query_gives_the_provisional_payment_its_receipt() throws Exception {
        bench.ask(reference);
        bench.end(reference, "0");
        Transfer first = onlyTransfer();
        bench.deliver();
        Transfer then = onlyTransfer();
        assertThat(then.networkId()).isEqualTo(receipt());
        assertThat(then.aliases()).contains(first.networkId());
        assertThat(then.occurredAt()).isEqualTo(first.occurredAt());
    }

    @Test
    void a_payment_found_long_afterwards_was_paid_while_the_prompt_was_open() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Callbacks.NEVER));
        Instant asked = bench.clock.instant();
        bench.ask(reference);
        bench.end(reference, "0");
        bench.clock.advance(Duration.ofHours(5));
        assertThat(onlyTransfer().occurredAt()).isEqualTo(asked.plus(Duration.ofMinutes(2)));
    }

    @Test
    void a_doubled_callback_changes_nothing() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Callbacks.TWICE));
        bench.ask(reference);
        bench.end(reference, "0");
        assertThat(bench.deliver()).hasSize(2).allMatch(Hint.class::isInstance);
        Transfer once = onlyTransfer();
        assertThat(onlyTransfer()).isEqualTo(once);
        assertThat(once.networkId()).isEqualTo(receipt());
    }

    @Test
    void a_forged_callback_settles_nothing() throws Exception {
        bench.ask(reference);
        String forged = success(checkoutId(), "FORGED0001", "1500.00");
        assertThat(bench.network.receive(callback(forged))).isInstanceOf(Hint.class);
        PaymentReport report = bench.lookUp(reference);
        assertThat(report.state()).isEqualTo(State.OPEN);
        assertThat(report.transfers()).isEmpty();
    }

    @Test
    void a_callback_to_an_address_of_no_payment_is_rejected() throws Exception {
        bench.ask(reference);
        InboundCallback forged = callback(success(checkoutId(), "FORGED0001", "1500.00"));
        assertThat(bench.network.receive(Bench.at("somebody-else", forged)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void a_callback_for_another_attempt_is_rejected() throws Exception {
        String other = Bench.newReference();
        bench.ask(other, "0799 111 222");
        bench.ask(reference);
        bench.end(other, "0");
        InboundCallback ofOther = bench.mailbox.take().get(0);
        assertThat(bench.network.receive(Bench.at(reference, ofOther)))
                .isInstanceOf(Rejected.class);
        assertThat(bench.lookUp(reference).state()).isEqualTo(State.OPEN);
    }

    @Test
    void a_callback_for_another_attempt_pays_for_none_even_while_our_own_id_is_unknown()
            throws Exception {
        String other = Bench.newReference();
        bench.ask(other, "0799 111 222");
        bench.end(other, "0");
        loseTheAnswer();
        InboundCallback ofOther = bench.mailbox.take().get(0);
        assertThat(bench.network.receive(Bench.at(reference, ofOther))).isInstanceOf(Hint.class);
        assertThatThrownBy(() -> bench.lookUp(reference)).isInstanceOf(Refused.class);
        bench.end(reference, "0");
        bench.deliver();
        assertThat(onlyTransfer().networkId()).isEqualTo(receipt());
    }

    private void loseTheAnswer() {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Submit.DROP_ANSWER));
        assertThatThrownBy(() -> bench.ask(reference)).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void a_callback_teaches_what_the_lost_answer_would_have_said() throws Exception {
        loseTheAnswer();
        assertThatThrownBy(() -> bench.lookUp(reference)).isInstanceOf(Refused.class);
        bench.end(reference, "0");
        bench.deliver();
        assertThat(onlyTransfer().networkId()).isEqualTo(receipt());
        assertThat(bench.lookUp(reference).handle().networkReference()).isEqualTo(checkoutId());
    }

    @Test
    void a_failure_after_a_lost_answer_is_learnt_as_well() throws Exception {
        loseTheAnswer();
        bench.end(reference, "1032");
        bench.deliver();
        assertThat(bench.lookUp(reference).state()).isEqualTo(State.FAILED);
    }

    @Test
    void a_true_callback_wins_over_a_forged_one_after_a_lost_answer() throws Exception {
        loseTheAnswer();
        bench.network.receive(callback(success("ws_CO_forged", "FORGED0001", "1500.00")));
        bench.end(reference, "0");
        bench.deliver();
        assertThat(onlyTransfer().networkId()).isEqualTo(receipt());
    }

    @Test
    void a_callback_may_overtake_the_answer() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.with(Plan.Callbacks.BEFORE_ANSWER));
        bench.ask(reference);
        assertThat(bench.deliver()).hasOnlyElementsOfType(Hint.class);
        assertThat(onlyTransfer().networkId()).isEqualTo(receipt());
    }

    @Test
    void a_restart_in_between_forgets_nothing() throws Exception {
        PaymentHandle handle = bench.ask(reference);
        bench.restart();
        bench.end(reference, "0");
        bench.deliver();
        bench.restart();
        assertThat(bench.ask(reference)).isEqualTo(handle);
        assertThat(onlyTransfer().networkId()).isEqualTo(receipt());
        assertThat(bench.pushesOf(reference)).hasSize(1);
    }

    @Test
    void a_callback_in_the_other_spelling_says_the_same() throws Exception {
        bench.daraja.plan(Bench.MSISDN, Plan.BY_HAND.asLoose());
        bench.ask(reference);
        bench.end(reference, "0");
        bench.deliver();
        assertThat(onlyTransfer().networkId()).isEqualTo(receipt());
    }

    @Test
    void a_callback_over_another_amount_names_no_receipt() throws Exception {
        bench.ask(reference);
        bench.network.receive(callback(success(checkoutId(), "FORGED0001", "1499.00")));
        bench.end(reference, "0");
        assertThat(onlyTransfer().provisional()).isTrue();
    }

    @Test
    void two_receipts_for_one_payment_are_left_to_a_person() throws Exception {
        bench.ask(reference);
        bench.network.receive(callback(success(checkoutId(), "FORGED0001", "1500.00")));
        bench.end(reference, "0");
        bench.deliver();
        Transfer transfer = onlyTransfer();
        assertThat(transfer.networkId()).isEqualTo(checkoutId());
        assertThat(transfer.provisional()).isTrue();
    }

    @Test
    void a_receipt_that_was_told_once_stays() throws Exception {
        bench.ask(reference);
        bench.end(reference, "0");
        bench.deliver();
        Transfer before = onlyTransfer();
        bench.network.receive(callback(success(checkoutId(), "FORGED0001", "1500.00")));
        assertThat(onlyTransfer()).isEqualTo(before);
    }

    @Test
    void the_receipt_of_another_payment_is_not_taken() throws Exception {
        String other = Bench.newReference();
        bench.ask(other, "0799 111 222");
        bench.end(other, "0");
        bench.deliver();
        bench.lookUp(other);
        String othersReceipt = bench.pushOf(other).result().orElseThrow().receipt();
        bench.ask(reference);
        bench.network.receive(callback(success(checkoutId(), othersReceipt, "1500.00")));
        bench.end(reference, "0");
        assertThat(onlyTransfer().provisional()).isTrue();
    }

    @Test
    void a_time_that_cannot_be_is_not_believed() throws Exception {
        bench.ask(reference);
        bench.network.receive(callback(success(checkoutId(), "RECEIPT001", "1500.00")));
        bench.end(reference, "0");
        // The callback says 2019.
        assertThat(onlyTransfer().occurredAt()).isEqualTo(bench.clock.instant());
    }

    @Test
    void a_prompt_that_is_still_open_is_no_end() throws Exception {
        bench.ask(reference);
        PaymentReport report = bench.lookUp(reference);
        assertThat(report).isEqualTo(PaymentReport.open(bench.ask(reference)));
    }

    @Test
    void no_answer_is_neither_failure_nor_outage() throws Exception {
        bench.ask(reference);
        bench.end(reference, "0");
        bench.daraja.silence(checkoutId(), 2);
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> bench.lookUp(reference))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            silence -> assertThat(silence.code()).isEqualTo("500.001.1001"));
        }
        assertThat(onlyTransfer().provisional()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1", "17", "26", "1001", "1019", "1025", "9999", "1031", "1032", "1036", "2001"
            })
    void a_failure_is_told_with_its_code(String code) throws Exception {
        bench.ask(reference);
        bench.end(reference, code);
        PaymentReport report = bench.lookUp(reference);
        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.reason()).startsWith(code + ": ").doesNotContain("not a known");
        assertThat(report.transfers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "SFC_IC0003", "404"})
    void an_unknown_result_is_no_end(String code) throws Exception {
        bench.ask(reference);
        bench.end(reference, code);
        assertThat(bench.lookUp(reference).state()).isEqualTo(State.OPEN);
    }

    @Test
    void a_phone_that_does_not_answer_is_asked_about_three_times_more() throws Exception {
        bench.ask(reference);
        bench.end(reference, "1037");
        for (int time = 0; time < 3; time++) {
            assertThat(bench.lookUp(reference).state()).isEqualTo(State.OPEN);
            bench.restart();
        }
        PaymentReport last = bench.lookUp(reference);
        assertThat(last.state()).isEqualTo(State.FAILED);
        assertThat(last.reason()).startsWith("1037: ");
    }

    @Test
    void a_success_after_no_response_is_still_found() throws Exception {
        bench.ask(reference);
        bench.end(reference, "1037");
        while (bench.lookUp(reference).state() == State.OPEN) {
            bench.clock.advance(Duration.ofSeconds(15));
        }
        bench.end(reference, "0");
        assertThat(bench.deliver()).hasSize(2).allMatch(Hint.class::isInstance);
        assertThat(onlyTransfer().networkId()).isEqualTo(receipt());
    }

    @Test
    void a_query_is_repeated_once_with_a_new_login() throws Exception {
        bench.ask(reference);
        bench.end(reference, "0");
        bench.daraja.expireTokens();
        int before = bench.asked.size();
        assertThat(onlyTransfer().provisional()).isTrue();
        assertThat(bench.asked).hasSize(before + 3);
    }

    @Test
    void a_payment_counts_for_one_attempt_only() throws Exception {
        bench.ask(reference);
        String other = Bench.newReference();
        bench.ask(other, "0799 111 222");
        bench.end(other, "0");
        Asked mixedUp =
                Asked.read(reference, bench.store.get("payment/" + reference).orElseThrow());
        bench.store.put(
                "payment/" + reference,
                mixedUp.accepted("m", bench.pushOf(other).checkoutRequestId()).written());
        assertThat(bench.lookUp(reference).transfers()).isEmpty();
    }

    @Test
    void an_answer_about_another_payment_is_none() throws Exception {
        bench.ask(reference);
        bench.end(reference, "0");
        bench.altered =
                answer ->
                        ScriptedHttp.json(
                                answer.status(),
                                new String(answer.body(), StandardCharsets.UTF_8)
                                        .replace(checkoutId(), "ws_CO_another"));
        assertThatThrownBy(() -> bench.lookUp(reference)).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void a_broken_line_concludes_nothing() throws Exception {
        bench.ask(reference);
        bench.end(reference, "0");
        bench.line.breakAll(Fault.CUT_AFTER);
        assertThatThrownBy(() -> bench.lookUp(reference)).isInstanceOf(NetworkException.class);
        bench.line.breakAll(Fault.NONE);
        assertThat(onlyTransfer().provisional()).isTrue();
    }

    @Test
    void callbacks_are_thanked_in_safaricoms_words() {
        assertThat(new String(bench.network.acknowledgement().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"ResultCode\":0,\"ResultDesc\":\"Success\"}");
    }

    @Test
    void asks_at_15_30_45_60_90_and_120_seconds_then_every_five_minutes_then_hourly() {
        List<Long> seconds =
                IntStream.range(0, 7)
                        .mapToObj(
                                last ->
                                        IntStream.rangeClosed(0, last)
                                                .mapToLong(i -> bench.network.pause(i).toSeconds())
                                                .sum())
                        .toList();
        assertThat(seconds).containsExactly(15L, 30L, 45L, 60L, 90L, 120L, 420L);
        long firstHour =
                IntStream.range(0, 18).mapToLong(i -> bench.network.pause(i).toSeconds()).sum();
        assertThat(firstHour).isBetween(3_600L, 3_900L);
        assertThat(bench.network.pause(17)).isEqualTo(Duration.ofMinutes(5));
        assertThat(bench.network.pause(18)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void nothing_of_the_payer_is_kept_in_the_clear() throws Exception {
        bench.ask(reference);
        Push push = bench.pushOf(reference);
        assertThat(bench.store.get("payment/" + reference).orElseThrow())
                .doesNotContain(push.msisdn().substring(3))
                .doesNotContain(Bench.tokenOf(reference));
    }

    private InboundCallback callback(String body) {
        return new InboundCallback(
                "POST",
                Bench.tokenOf(reference),
                "",
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String success(String checkoutId, String receipt, String amount) {
        return """
        {"Body":{"stkCallback":{"CheckoutRequestID":"%s","ResultCode":0,"CallbackMetadata":{"Item":[
         {"Name":"Amount","Value":%s},{"Name":"MpesaReceiptNumber","Value":"%s"},{"Name":"Balance"},
         {"Name":"TransactionDate","Value":20191219102115}]}}}}\
        """
                .formatted(checkoutId, amount, receipt);
    }
}
