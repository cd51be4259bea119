package org.bluejay.gateway.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.network.RefundCalls;
import org.bluejay.gateway.refund.RefundSteps.Due;
import org.bluejay.gateway.refund.RefundSteps.Outgoing;
import org.bluejay.gateway.shared.Logged;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a refund, whatever the network says and whoever dies on the way. */
class RefundSendingTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir static Path folder;
    static TestGateway gateway;

    final RefundRig rig = new RefundRig(gateway, "bank");
    final Invoice invoice = rig.paid("100.00");

    @BeforeAll
    static void open() throws Exception {
        gateway = RefundRig.gateway(folder);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void is_sent_after_it_was_made_and_told_when_it_is_done() {
        RefundView refund = rig.refund(invoice, "40.00");
        assertThat(refund.status()).isEqualTo("created");
        assertThat(rig.told(invoice)).containsExactly("refund.created");
        assertThat(rig.sends(refund)).isZero();

        rig.run();

        RefundView done = rig.read(refund);
        assertThat(done.status()).isEqualTo("completed");
        assertThat(done.networkRefundId()).contains("r-" + refund.id());
        assertThat(done.completedAt()).isPresent();
        assertThat(rig.told(invoice))
                .containsExactly("refund.created", "refund.completed", "invoice.refunded");
        assertThat(rig.sends(refund)).isEqualTo(1);
        rig.runAfter(LONG);
        assertThat(rig.sends(refund)).isEqualTo(1);
    }

    @Test
    void is_followed_while_it_is_on_its_way() {
        RefundView refund = rig.refund(invoice, "40.00", "later");
        rig.run();
        assertThat(rig.read(refund).status()).isEqualTo("processing");
        assertThat(rig.read(invoice).refunded().isZero()).isTrue();

        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(1);
    }

    @Test
    void a_look_up_without_an_answer_concludes_nothing() {
        RefundView refund = rig.refund(invoice, "40.00", "deaf");
        rig.run();
        rig.runAfter(Duration.ofSeconds(1));
        assertThat(rig.read(refund).status()).isEqualTo("processing");
        assertThat(rig.read(refund).reason()).contains("timed out");
        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.read(refund).reason()).isEmpty();
    }

    @Test
    void one_that_the_network_knows_no_more_says_so_and_is_ended_by_a_person() {
        RefundView refund = rig.refund(invoice, "40.00", "forgotten");
        rig.run();
        rig.runAfter(LONG);
        RefundView stuck = rig.read(refund);
        assertThat(stuck.status()).isEqualTo("processing");
        assertThat(stuck.reason().orElseThrow()).contains("knows it no more");
        assertThat(rig.sends(refund)).isEqualTo(1);

        String name = stuck.networkRefundId().orElseThrow();
        RefundView done = rig.refunds.record(rig.caller, refund.id(), name);
        assertThat(done.status()).isEqualTo("completed");
        assertThat(done.reason()).isEmpty();
        assertThat(rig.holds("refunding")).isZero();
        rig.runAfter(LONG);
        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("40.00");
    }

    @Test
    void a_doubt_is_over_when_the_network_knows_it_again() {
        RefundView refund = rig.refund(invoice, "40.00", "later");
        Due due = rig.take(refund.id());
        assertThat(rig.steps.begin(due, LIMIT)).isPresent();
        RefundReport known = RefundReport.processing(refund.id().toString(), "");
        rig.steps.hear(due, known);
        rig.steps.notThere(due, gateway.clock().instant());
        assertThat(rig.read(refund).reason()).isPresent();

        rig.steps.hear(due, RefundReport.processing(refund.id().toString(), "r-1"));
        assertThat(rig.read(refund).reason()).isEmpty();
        assertThat(rig.read(refund).networkRefundId()).contains("r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "bounces"})
    void one_that_fails_gives_its_money_back(String how) {
        RefundView refund = rig.refund(invoice, "100.00", how);
        rig.run();
        rig.runAfter(LONG);

        assertThat(rig.read(refund).status()).isEqualTo("failed");
        assertThat(rig.read(refund).reason()).isPresent();
        assertThat(rig.told(invoice)).containsExactly("refund.created", "refund.failed");
        assertThat(rig.read(invoice).refunded().isZero()).isTrue();
        RefundView again = rig.refund(invoice, "100.00");
        rig.run();
        assertThat(rig.read(again).status()).isEqualTo("completed");
    }

    @Test
    void one_whose_answer_was_lost_is_looked_up_and_not_sent_twice() {
        RefundView refund = rig.refund(invoice, "40.00", "lost");
        rig.run();
        assertThat(rig.read(refund).status()).isEqualTo("unknown");
        assertThat(rig.told(invoice)).containsExactly("refund.created", "refund.unknown");

        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(1);
        assertThat(rig.told(invoice))
                .containsExactly(
                        "refund.created", "refund.unknown", "refund.completed", "invoice.refunded");
    }

    @Test
    void one_that_never_arrived_is_sent_again_only_when_nothing_can_be_on_its_way() {
        RefundView refund = rig.refund(invoice, "40.00", "lost-before");
        rig.run();
        assertThat(rig.read(refund).status()).isEqualTo("unknown");
        for (int looks = 0; looks < 4; looks++) {
            rig.runAfter(Duration.ofSeconds(20));
        }
        assertThat(rig.sends(refund)).isEqualTo(1);
        assertThat(rig.read(refund).status()).isEqualTo("unknown");
        assertThat(rig.told(invoice)).containsExactly("refund.created", "refund.unknown");

        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(2);
    }

    @Test
    void one_that_did_not_leave_is_sent_again_later() {
        RefundView refund = rig.refund(invoice, "40.00", "not-sent");
        rig.run();
        assertThat(rig.read(refund).status()).isEqualTo("created");
        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(2);
    }

    @Test
    void a_network_that_wants_a_pause_gets_it() {
        RefundView refund = rig.refund(invoice, "40.00", "throttled");
        rig.run();
        rig.runAfter(Duration.ofMinutes(29));
        assertThat(rig.sends(refund)).isEqualTo(1);
    }

    @Test
    void a_crash_before_the_network_heard_is_found_and_carried_on() {
        RefundView refund = rig.refund(invoice, "40.00");
        Due due = rig.take(refund.id());
        assertThat(rig.steps.begin(due, LIMIT)).isPresent();
        assertThat(rig.read(refund).status()).isEqualTo("sending");

        rig.forgetLease(refund.id());
        rig.run();
        assertThat(rig.sends(refund)).isZero();
        rig.runAfter(LONG);
        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(1);
    }

    @Test
    void a_crash_after_the_network_heard_is_found_and_not_sent_again() throws Exception {
        RefundView refund = rig.refund(invoice, "40.00");
        Outgoing outgoing = rig.steps.begin(rig.take(refund.id()), LIMIT).orElseThrow();
        RefundReport unheard =
                gateway.get(RefundCalls.class)
                        .refund(rig.channel.id(), outgoing.request(), outgoing.deadline());
        assertThat(unheard.state()).isEqualTo(RefundReport.State.COMPLETED);

        rig.forgetLease(refund.id());
        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(1);
    }

    @Test
    void a_call_whose_time_is_over_is_not_made_any_more() {
        RefundView refund = rig.refund(invoice, "40.00");
        Due due = rig.take(refund.id());
        Outgoing late = rig.steps.begin(due, Duration.ZERO).orElseThrow();

        rig.sender.ask(due, late);

        assertThat(rig.sends(refund)).isZero();
        assertThat(rig.read(refund).status()).isEqualTo("created");
        rig.runAfter(LONG);
        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.sends(refund)).isEqualTo(1);
    }

    @Test
    void that_it_is_on_its_way_is_heard_even_late() {
        RefundView refund = rig.refund(invoice, "40.00");
        Due due = rig.take(refund.id());
        int call = rig.steps.begin(due, LIMIT).orElseThrow().number();
        rig.steps.notSent(due, call, "no connection", Duration.ZERO);

        rig.steps.hear(due, RefundReport.processing(refund.id().toString(), "r-1"));

        assertThat(rig.read(refund).status()).isEqualTo("processing");
        assertThat(rig.steps.begin(due, LIMIT)).isEmpty();
    }

    @Test
    void a_report_that_contradicts_the_end_changes_nothing_and_is_called_out() {
        RefundView refund = rig.refund(invoice, "40.00", "0712345678");
        Due due = rig.take(refund.id());
        rig.refunds.cancel(rig.caller, refund.id());
        try (Logged log = Logged.of(RefundSteps.class)) {
            rig.steps.hear(due, RefundReport.failed(refund.id().toString(), "r-1", "no"));
            assertThat(log.lines()).isEmpty();

            rig.steps.hear(due, RefundReport.completed(refund.id().toString(), "r-0712345678"));
            assertThat(log.lines())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("event=refund-contradicted", refund.id().toString())
                    .doesNotContain("0712345678");
        }
        assertThat(rig.read(refund).status()).isEqualTo("failed");
        assertThat(rig.told(invoice)).containsExactly("refund.created", "refund.failed");
    }

    @Test
    void an_answer_to_an_earlier_call_takes_nothing_back() {
        RefundView refund = rig.refund(invoice, "40.00");
        Due due = rig.take(refund.id());
        int first = rig.steps.begin(due, LIMIT).orElseThrow().number();
        rig.steps.notSent(due, first, "no connection", Duration.ZERO);
        int second = rig.steps.begin(due, LIMIT).orElseThrow().number();

        rig.steps.notSent(due, first, "no connection", Duration.ZERO);
        assertThat(rig.read(refund).status()).isEqualTo("sending");
        rig.steps.lost(due, second, "timed out");
        assertThat(rig.read(refund).status()).isEqualTo("unknown");
        assertThat(rig.steps.begin(due, LIMIT)).isEmpty();
    }

    @Test
    void the_same_report_twice_is_one() {
        RefundView refund = rig.refund(invoice, "40.00");
        Due due = rig.take(refund.id());
        assertThat(rig.steps.begin(due, LIMIT)).isPresent();
        RefundReport done = RefundReport.completed(refund.id().toString(), "r-1");
        rig.steps.hear(due, done);
        rig.steps.hear(due, done);
        rig.steps.hear(due, RefundReport.failed(refund.id().toString(), "r-1", "no"));

        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("40.00");
        assertThat(rig.told(invoice))
                .containsExactly("refund.created", "refund.completed", "invoice.refunded");
    }

    @Test
    void a_payment_taken_back_before_it_was_sent_is_not_refunded() {
        UUID payment = rig.refund(invoice, "40.00").paymentId();
        rig.reverse(payment, "100.00");
        rig.run();

        RefundView refund = rig.refunds.ofInvoice(rig.caller, invoice.link()).get(0);
        assertThat(refund.status()).isEqualTo("failed");
        assertThat(rig.sends(refund)).isZero();
        assertThat(rig.holds("credited")).isZero();
        assertThat(rig.holds("refunding")).isZero();
    }

    @Test
    void a_refund_is_not_sent_when_another_refunded_payment_was_taken_back_meanwhile() {
        Invoice twice = rig.invoice("200.00");
        UUID first = rig.pay(twice, "100.00");
        UUID second = rig.pay(twice, "100.00");
        refundOf(twice, first, "100.00");
        rig.run();
        RefundView waits = refundOf(twice, second, "100.00");
        rig.reverse(first, "100.00");
        rig.run();

        RefundView failed = rig.read(waits);
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.reason().orElseThrow()).contains("does not cover");
        assertThat(rig.sends(waits)).isZero();
        assertThat(rig.read(twice).refunded().toPlainString()).isEqualTo("100.00");
        assertThat(rig.told(twice)).endsWith("refund.failed");
    }

    @Test
    void a_refund_that_is_covered_all_the_same_is_sent() {
        Invoice twice = rig.invoice("200.00");
        UUID first = rig.pay(twice, "100.00");
        UUID second = rig.pay(twice, "100.00");
        refundOf(twice, first, "40.00");
        rig.run();
        RefundView waits = refundOf(twice, second, "60.00");
        rig.reverse(first, "100.00");
        rig.run();

        assertThat(rig.read(waits).status()).isEqualTo("completed");
    }

    @Test
    void a_payment_taken_back_while_it_is_on_its_way_shows_what_is_missing() {
        RefundView refund = rig.refund(invoice, "40.00", "later");
        rig.run();
        rig.reverse(refund.paymentId(), "100.00");
        rig.runAfter(LONG);

        assertThat(rig.read(refund).status()).isEqualTo("completed");
        assertThat(rig.read(invoice).paid().isZero()).isTrue();
        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("40.00");
        // The merchant is 40 short: it came from nobody.
        assertThat(rig.holds("credited")).isEqualByComparingTo("-40");
        assertThat(rig.holds("external")).isEqualByComparingTo("40");
    }

    @Test
    void one_whose_destination_was_erased_goes_nowhere_else() {
        RefundView refund = rig.refund(invoice, "40.00", "0712345678");
        rig.erasePayers();
        rig.run();

        RefundView failed = rig.read(refund);
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.reason().orElseThrow()).contains("erased");
        assertThat(rig.sends(refund)).isZero();
        assertThat(rig.told(invoice)).containsExactly("refund.created", "refund.failed");
        assertThat(rig.holds("refunding")).isZero();
    }

    @Test
    void a_network_without_refunds_leaves_it_to_a_person() {
        RefundRig till = new RefundRig(gateway, "till");
        Invoice paid = till.paid("100.00");
        RefundView refund = till.refund(paid, "40.00");
        till.run();
        assertThat(till.read(refund).status()).isEqualTo("manual");
        assertThat(till.read(refund).reason().orElseThrow()).contains("by hand");
        assertThat(till.told(paid)).containsExactly("refund.created", "refund.manual");

        String receipt = "RKL" + till.shop.id();
        RefundView done = till.refunds.record(till.caller, refund.id(), receipt);
        assertThat(done.status()).isEqualTo("completed");
        assertThat(done.networkRefundId()).contains(receipt);
        assertThat(till.told(paid))
                .containsExactly(
                        "refund.created", "refund.manual", "refund.completed", "invoice.refunded");
        assertThat(till.holds("refunding")).isZero();
        assertThat(till.holds("external")).isEqualByComparingTo("-60");

        assertProblem(
                "refund-not-manual", () -> till.refunds.record(till.caller, refund.id(), "X"));
        RefundView next = till.refund(paid, "40.00");
        till.run();
        assertProblem("refund-known", () -> till.refunds.record(till.caller, next.id(), receipt));
    }

    @Test
    void what_no_network_has_heard_of_can_be_called_off() {
        RefundView refund = rig.refund(invoice, "100.00");
        RefundView off = rig.refunds.cancel(rig.caller, refund.id());
        assertThat(off.status()).isEqualTo("failed");
        rig.run();
        assertThat(rig.sends(refund)).isZero();
        assertThat(rig.told(invoice)).containsExactly("refund.created", "refund.failed");

        RefundView sent = rig.refund(invoice, "100.00", "later");
        rig.run();
        assertProblem("refund-under-way", () -> rig.refunds.cancel(rig.caller, sent.id()));
        rig.runAfter(LONG);
        assertProblem("refund-not-manual", () -> rig.refunds.record(rig.caller, sent.id(), "X"));
    }

    @Test
    void a_person_who_has_looked_can_end_one_whose_fate_is_unknown() {
        RefundView refund = rig.refund(invoice, "40.00", "lost");
        rig.run();
        String receipt = "seen-" + refund.id();
        rig.refunds.record(rig.caller, refund.id(), receipt);
        rig.runAfter(LONG);
        assertThat(rig.read(refund).networkRefundId()).contains(receipt);
        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("40.00");
    }

    @Test
    void the_shops_clock_moves_its_timers() {
        RefundView refund = rig.refund(invoice, "40.00", "later");
        rig.run();
        rig.refunds.advance(rig.shop.id(), LONG);
        rig.run();
        assertThat(rig.read(refund).status()).isEqualTo("completed");
    }

    private RefundView refundOf(Invoice of, UUID payment, String amount) {
        return rig.refunds.create(
                rig.caller, of.link(), new NewRefund(amount, payment.toString(), null, null, null));
    }

    private static void assertProblem(String code, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
