package org.bluejay.gateway.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.InvoiceStatus;
import org.bluejay.gateway.invoice.OrderFunds;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 13 of money: how much may go back, on a real database. */
class RefundRulesTest {

    private static final int AT_ONCE = 32;

    @TempDir static Path folder;
    static TestGateway gateway;

    final RefundRig rig = new RefundRig(gateway, "bank");

    @BeforeAll
    static void open() throws Exception {
        gateway = RefundRig.gateway(folder);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void thirty_two_refunds_at_once_never_exceed_what_was_paid() throws Exception {
        Invoice invoice = rig.paid("100.00");

        List<Object> outcomes = atOnce(() -> rig.refund(invoice, "30.00"));

        assertThat(outcomes).filteredOn(RefundView.class::isInstance).hasSize(3);
        assertThat(outcomes)
                .filteredOn(Problem.class::isInstance)
                .hasSize(AT_ONCE - 3)
                .allSatisfy(problem -> assertField(problem, "amount"));
        rig.run();
        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("90.00");
        assertThat(rig.holds("credited")).isEqualByComparingTo("10");
        assertThat(rig.holds("external")).isEqualByComparingTo("-10");
    }

    @Test
    void parts_go_back_until_nothing_is_left() {
        Invoice invoice = rig.paid("100.00");
        rig.refund(invoice, "60.00");
        rig.run();
        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("60.00");
        assertThatThrownBy(() -> rig.refund(invoice, "40.01"))
                .satisfies(problem -> assertField(problem, "amount"))
                .hasMessageContaining("40.00 USD");

        assertThat(rig.refund(invoice, null).amount()).isEqualTo("40.00");
        assertProblem("nothing-to-refund", () -> rig.refund(invoice, "0.01"));
        rig.run();
        Invoice after = rig.read(invoice);
        assertThat(after.refunded().toPlainString()).isEqualTo("100.00");
        assertThat(after.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(after.paid().toPlainString()).isEqualTo("100.00");
    }

    @Test
    void never_more_goes_back_than_came_by_one_payment() {
        Invoice invoice = rig.invoice("100.00");
        UUID less = rig.pay(invoice, "40.00");
        UUID more = rig.pay(invoice, "60.00");

        assertThatThrownBy(() -> rig.refund(invoice, "10.00"))
                .satisfies(problem -> assertField(problem, "paymentId"));
        assertThatThrownBy(() -> of(invoice, less, "40.01"))
                .satisfies(problem -> assertField(problem, "amount"));
        of(invoice, less, "40.00");
        assertThatThrownBy(() -> of(invoice, less, "0.01"))
                .satisfies(problem -> assertField(problem, "paymentId"));
        // Only one has anything left: nobody has to say which.
        assertThat(rig.refund(invoice, "60.00").paymentId()).isEqualTo(more);
    }

    @Test
    void only_settled_payments_of_the_invoice_go_back() {
        Invoice invoice = rig.paid("100.00");
        Invoice other = rig.invoice("100.00");
        UUID elsewhere = rig.pay(other, "100.00");

        assertThatThrownBy(() -> of(invoice, elsewhere, "1.00"))
                .satisfies(problem -> assertField(problem, "paymentId"));
        assertProblem("nothing-to-refund", () -> rig.refund(rig.invoice("5.00"), "1.00"));
        assertThatThrownBy(() -> rig.refund(invoice, "1.001"))
                .satisfies(problem -> assertField(problem, "amount"));
        assertThatThrownBy(() -> rig.refund(invoice, "0.00"))
                .satisfies(problem -> assertField(problem, "amount"));
    }

    @Test
    void what_was_refunded_of_a_payment_that_was_taken_back_counts_against_the_others() {
        Invoice invoice = rig.invoice("100.00");
        UUID taken = rig.pay(invoice, "50.00");
        rig.pay(invoice, "50.00");
        of(invoice, taken, "30.00");
        rig.run();
        rig.reverse(taken, "50.00");

        assertThatThrownBy(() -> rig.refund(invoice, "20.01"))
                .satisfies(problem -> assertField(problem, "amount"));
        assertThat(rig.refund(invoice, null).amount()).isEqualTo("20.00");
    }

    @Test
    void a_refund_of_the_shops_is_one_refund_unless_it_failed() {
        Invoice invoice = rig.paid("100.00");
        RefundView refused =
                rig.refunds.create(
                        rig.caller,
                        invoice.link(),
                        new NewRefund("10.00", null, "refuse", "shop-7", null));
        assertThat(refused.origin()).isEqualTo("shop");
        assertProblem("refund-known", () -> ofShop(invoice, "shop-7"));
        rig.run();

        RefundView second = ofShop(invoice, "shop-7");
        rig.run();
        assertThat(rig.read(second).status()).isEqualTo("completed");
        assertThatThrownBy(() -> ofShop(invoice, "shop-7"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.extensions())
                                        .containsEntry("refundId", second.id()));
        assertThat(ofShop(invoice, "shop-8").shopRefundId()).contains("shop-8");
    }

    @Test
    void what_somebody_gave_back_at_the_network_is_recorded_once_and_never_sent() {
        Invoice invoice = rig.paid("100.00");
        RefundView recorded = ofNetwork(invoice, "RKL81" + rig.shop.id());
        rig.run();

        assertThat(recorded.status()).isEqualTo("completed");
        assertThat(recorded.origin()).isEqualTo("network");
        assertThat(rig.sends(recorded)).isZero();
        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("10.00");
        assertThat(rig.told(invoice))
                .endsWith("refund.created", "refund.completed", "invoice.refunded");
        assertProblem("refund-known", () -> ofNetwork(invoice, "RKL81" + rig.shop.id()));
        assertThat(rig.holds("external")).isEqualByComparingTo("-90");
        assertThat(rig.holds("refunding")).isZero();
    }

    @Test
    void what_the_gateway_gave_back_itself_is_not_recorded_again() {
        Invoice invoice = rig.paid("100.00");
        RefundView paid = rig.refund(invoice, "10.00");
        rig.run();
        String name = rig.read(paid).networkRefundId().orElseThrow();

        assertThatThrownBy(() -> ofNetwork(invoice, name))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo("refund-known");
                            assertThat(problem.extensions()).containsEntry("refundId", paid.id());
                        });
        assertThat(rig.read(invoice).refunded().toPlainString()).isEqualTo("10.00");
    }

    @Test
    void what_failed_at_the_network_can_be_recorded_when_it_was_paid_all_the_same() {
        Invoice invoice = rig.paid("100.00");
        RefundView bounced = rig.refund(invoice, "10.00", "bounces");
        rig.run();
        rig.runAfter(Duration.ofMinutes(10));
        RefundView failed = rig.read(bounced);
        assertThat(failed.status()).isEqualTo("failed");

        String name = failed.networkRefundId().orElseThrow();
        assertThat(ofNetwork(invoice, name).status()).isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "later"})
    void nothing_is_recorded_beside_a_refund_that_may_be_the_one(String how) {
        Invoice invoice = rig.paid("100.00");
        RefundView underWay = rig.refund(invoice, "10.00", how);
        rig.run();

        assertThatThrownBy(() -> ofNetwork(invoice, "RKL83" + rig.shop.id()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo("refund-in-flight");
                            assertThat(problem.extensions())
                                    .containsEntry("refundId", underWay.id());
                        });
        rig.runAfter(Duration.ofMinutes(10));
        assertThat(ofNetwork(invoice, "RKL83" + rig.shop.id()).status()).isEqualTo("completed");
    }

    @Test
    void a_refund_of_another_payment_keeps_nobody_from_recording() {
        Invoice invoice = rig.invoice("100.00");
        UUID one = rig.pay(invoice, "50.00");
        UUID other = rig.pay(invoice, "50.00");
        rig.refunds.create(
                rig.caller,
                invoice.link(),
                new NewRefund("10.00", one.toString(), "later", null, null));
        rig.run();

        String receipt = "RKL84" + rig.shop.id();
        NewRefund wish = new NewRefund("10.00", other.toString(), null, null, receipt);
        assertThat(rig.refunds.create(rig.caller, invoice.link(), wish).status())
                .isEqualTo("completed");
    }

    @Test
    void failed_ones_count_towards_how_many_an_invoice_may_have() {
        Invoice invoice = rig.paid("100.00");
        RefundView failed = rig.refund(invoice, "1.00", "refuse");
        rig.run();
        rig.copy(failed.id(), 498);

        rig.refund(invoice, "1.00");
        assertProblem("too-many-refunds", () -> rig.refund(invoice, "1.00"));
    }

    @Test
    void what_one_merchant_recorded_is_in_no_other_ones_way() {
        String receipt = "RKL82" + rig.shop.id();
        RefundRig other = new RefundRig(gateway, "bank");
        ofNetwork(rig.paid("100.00"), receipt);

        Invoice theirs = other.paid("100.00");
        NewRefund wish = new NewRefund("10.00", null, null, null, receipt);
        RefundView recorded = other.refunds.create(other.caller, theirs.link(), wish);

        assertThat(recorded.status()).isEqualTo("completed");
        assertThat(recorded.networkRefundId()).contains(receipt);
    }

    @Test
    void a_stranger_gets_the_same_answer_as_for_what_is_not_there() {
        Invoice invoice = rig.paid("100.00");
        RefundView refund = rig.refund(invoice, "10.00");
        RefundRig other = new RefundRig(gateway, "bank");
        Caller sandbox =
                Callers.of(rig.merchant, Optional.empty(), Environment.SANDBOX, Set.of("*"));
        Caller otherShop =
                Callers.of(
                        rig.merchant, Optional.of(other.shop.id()), Environment.LIVE, Set.of("*"));

        for (Caller stranger : List.of(other.caller, sandbox, otherShop)) {
            NewRefund wish = new NewRefund("1.00", null, null, null, null);
            assertProblem("not-found", () -> rig.refunds.create(stranger, invoice.link(), wish));
            assertProblem("not-found", () -> rig.refunds.ofInvoice(stranger, invoice.link()));
            assertProblem("not-found", () -> rig.refunds.get(stranger, refund.id()));
            assertProblem("not-found", () -> rig.refunds.record(stranger, refund.id(), "X"));
            assertProblem("not-found", () -> rig.refunds.cancel(stranger, refund.id()));
            assertThat(list(stranger)).isEmpty();
        }
        assertThat(list(rig.caller)).containsExactly(refund);
        assertThat(rig.refunds.ofInvoice(rig.caller, invoice.link())).containsExactly(refund);
    }

    @Test
    void where_the_money_goes_to_is_in_no_event_no_answer_and_no_audit() {
        Invoice invoice = rig.paid("100.00");
        RefundView refund = rig.refund(invoice, "10.00", "0712345678");
        rig.run();

        assertThat(rig.read(refund).toString()).doesNotContain("0712345678");
        assertThat(
                        gateway.column(
                                String.class,
                                "select data::text from event where order_key = ? union all"
                                        + " select detail::text from audit where merchant_id = ?"
                                        + " union all select encode(data, 'escape') from"
                                        + " payer where shop_id = ?",
                                invoice.id(),
                                rig.merchant,
                                rig.shop.id()))
                .hasSizeGreaterThan(4)
                .noneMatch(text -> text.contains("0712345678"));
    }

    @Test
    void shops_see_what_was_kept() {
        Invoice invoice = rig.paid("100.00");
        rig.refund(invoice, "30.00");
        assertThat(kept(invoice)).isEqualTo("100.00 USD");
        rig.run();
        assertThat(kept(invoice)).isEqualTo("70.00 USD");
    }

    private static String kept(Invoice invoice) {
        return gateway.get(Database.class)
                .with(
                        handle ->
                                OrderFunds.read(
                                                handle,
                                                invoice.shopId(),
                                                invoice.orderId().orElseThrow())
                                        .orElseThrow()
                                        .kept()
                                        .toString());
    }

    private List<RefundView> list(Caller caller) {
        return rig.refunds
                .list(
                        caller,
                        new RefundRepository.Filter(
                                Optional.empty(), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        10)
                .items();
    }

    private RefundView of(Invoice invoice, UUID payment, String amount) {
        return rig.refunds.create(
                rig.caller,
                invoice.link(),
                new NewRefund(amount, payment.toString(), null, null, null));
    }

    private RefundView ofShop(Invoice invoice, String id) {
        return rig.refunds.create(
                rig.caller, invoice.link(), new NewRefund("10.00", null, null, id, null));
    }

    private RefundView ofNetwork(Invoice invoice, String id) {
        return rig.refunds.create(
                rig.caller, invoice.link(), new NewRefund("10.00", null, null, null, id));
    }

    private interface Deed {
        Object done();
    }

    private static List<Object> atOnce(Deed deed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            CyclicBarrier start = new CyclicBarrier(AT_ONCE);
            List<Future<Object>> futures = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                futures.add(threads.submit(() -> outcome(start, deed)));
            }
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> future : futures) {
                outcomes.add(future.get(60, TimeUnit.SECONDS));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object outcome(CyclicBarrier start, Deed deed) throws Exception {
        start.await();
        try {
            return deed.done();
        } catch (Problem problem) {
            return problem;
        }
    }

    private static void assertField(Object problem, String field) {
        assertThat(((Problem) problem).fields())
                .extracting(Problem.Field::field)
                .containsExactly(field);
    }

    private static void assertProblem(String code, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
