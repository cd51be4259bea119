package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.network.Channel;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of money, each by its name, on a real database. */
class MoneyRulesTest {

    private static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    private static final int AT_ONCE = 8;

    @TempDir static Path folder;
    static TestGateway gateway;
    static InvoiceService invoices;
    static PaymentService payments;

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.LIVE);
    final Caller caller = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
    final Channel channel = TestInvoices.till(gateway, caller, shop);

    @BeforeAll
    static void open() throws Exception {
        gateway = TestInvoices.gateway(folder);
        invoices = gateway.get(InvoiceService.class);
        payments = gateway.get(PaymentService.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    // 1: money always has somewhere to land

    @Test
    void money_without_an_attempt_is_kept_told_and_can_be_assigned() {
        apply(channel, "nobody-knows", transfer("N1", "100.00", TransferState.SETTLED));

        PaymentView stray =
                payments.list(caller, Optional.of(false), Optional.empty(), 10).items().get(0);
        assertThat(stray.networkId()).isEqualTo("N1");
        assertThat(stray.invoiceId()).isEmpty();
        assertThat(events(stray.id())).containsExactly("payment.unassigned");

        Invoice invoice = invoice("100.00");
        PaymentView assigned = payments.assign(caller, stray.id(), invoice.id().toString());

        assertThat(assigned.invoiceId()).contains(invoice.id());
        assertThat(assigned.creditedAmount()).contains("100.00");
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(payments.list(caller, Optional.of(false), Optional.empty(), 10).items())
                .isEmpty();
        assertThat(payments.list(caller, Optional.of(true), Optional.empty(), 10).items())
                .containsExactly(assigned);
        assertThat(
                        gateway.column(
                                String.class,
                                "select action from audit where object_id = ?",
                                stray.id()))
                .containsExactly("payment.assign");
    }

    @Test
    void money_that_belongs_to_an_invoice_is_not_given_to_another() {
        apply(channel, "nobody-knows", transfer("N2", "10.00", TransferState.SETTLED));
        UUID stray = onlyStray();
        Invoice first = invoice("10.00");
        Invoice second = invoice("10.00");
        payments.assign(caller, stray, first.link());

        assertProblem("payment-assigned", () -> payments.assign(caller, stray, second.link()));
        assertThat(read(second).status()).isEqualTo(InvoiceStatus.PENDING);
    }

    @Test
    void money_is_assigned_only_where_it_came_and_while_it_is_there() {
        apply(channel, "nobody-knows", transfer("N3", "10.00", TransferState.SETTLED));
        UUID stray = onlyStray();
        Shop otherShop = TestShops.shop(gateway, merchant, Environment.LIVE);
        Invoice elsewhere = invoice(otherShop, "10.00", KES);
        Invoice dollars = invoice(shop, "10.00", CurrencyUnit.iso("USD"));

        assertProblem(
                "payment-of-another-shop", () -> payments.assign(caller, stray, elsewhere.link()));
        assertProblem(
                "payment-in-another-unit", () -> payments.assign(caller, stray, dollars.link()));
        apply(channel, "nobody-knows", later(transfer("N3", "10.00", TransferState.REVERSED)));
        assertProblem(
                "payment-gone", () -> payments.assign(caller, stray, invoice("10.00").link()));
    }

    @Test
    void a_stranger_neither_sees_nor_assigns_it() {
        apply(channel, "nobody-knows", transfer("N4", "10.00", TransferState.SETTLED));
        UUID stray = onlyStray();
        Caller stranger =
                Callers.of(
                        TestShops.merchant(gateway),
                        Optional.empty(),
                        Environment.LIVE,
                        Set.of("*"));
        Caller sandbox = Callers.of(merchant);
        Invoice invoice = invoice("10.00");

        for (Caller other : List.of(stranger, sandbox)) {
            assertThat(payments.list(other, Optional.empty(), Optional.empty(), 10).items())
                    .isEmpty();
            assertProblem("not-found", () -> payments.get(other, stray));
            assertProblem("not-found", () -> payments.assign(other, stray, invoice.link()));
        }
    }

    // 2: absence removes nothing

    @Test
    void a_report_that_lists_only_itself_takes_nothing_back() {
        Paying paying = paying("100.00");
        apply(channel, paying.reference(), transfer("A1", "40.00", TransferState.SETTLED));
        apply(channel, paying.reference(), transfer("A2", "60.00", TransferState.SETTLED));
        apply(channel, paying.reference());

        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(credits(paying)).containsExactly("40.00", "60.00");
    }

    @Test
    void evidence_that_is_older_takes_nothing_back() {
        Paying paying = paying("100.00");
        PaymentReport.Transfer settled = transfer("A3", "100.00", TransferState.SETTLED);
        apply(channel, paying.reference(), settled);
        apply(
                channel,
                paying.reference(),
                at(settled, TransferState.REVERSED, Duration.ofSeconds(-1)));
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PAID);

        apply(
                channel,
                paying.reference(),
                at(settled, TransferState.REVERSED, Duration.ofSeconds(1)));
        Invoice taken = read(paying.invoice());
        assertThat(taken.status()).isEqualTo(InvoiceStatus.PENDING);
        assertThat(events(paying.invoice().id())).contains("payment.reversed");
    }

    @Test
    void what_takes_money_back_is_newer_than_all_that_was_heard() {
        Paying paying = paying("100.00");
        PaymentReport.Transfer settled = transfer("A4", "100.00", TransferState.SETTLED);
        apply(channel, paying.reference(), settled);
        apply(
                channel,
                paying.reference(),
                at(settled, TransferState.SETTLED, Duration.ofSeconds(9)));
        apply(
                channel,
                paying.reference(),
                at(settled, TransferState.REVERSED, Duration.ofSeconds(5)));
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PAID);
    }

    // 3: one payment is one transfer

    @Test
    void one_payment_told_by_many_at_once_is_credited_once() throws Exception {
        Paying paying = paying("100.00");
        PaymentReport report =
                report(paying.reference(), transfer("B1", "100.00", TransferState.SETTLED));
        atOnce(() -> invoices.apply(ChannelRef.of(channel), report));

        assertThat(credits(paying)).containsExactly("100.00");
        assertThat(events(paying.invoice().id()))
                .filteredOn(type -> !type.equals("invoice.created"))
                .containsExactly("payment.received", "invoice.paid");
    }

    @Test
    void one_payment_under_another_name_of_its_own_is_the_same() {
        Paying paying = paying("100.00");
        PaymentReport.Transfer provisional =
                new PaymentReport.Transfer(
                        "ws_CO_1",
                        Set.of("QK1"),
                        kes("100.00"),
                        TransferState.SETTLED,
                        now(),
                        now(),
                        true);
        apply(channel, paying.reference(), provisional);
        apply(channel, paying.reference(), transfer("QK1", "100.00", TransferState.SETTLED));
        assertThat(credits(paying)).containsExactly("100.00");
    }

    @Test
    void a_payment_keeps_every_name_it_was_ever_given() {
        Paying paying = paying("100.00");
        apply(channel, paying.reference(), transfer("ws_CO_2", "100.00", TransferState.SETTLED));
        apply(
                channel,
                paying.reference(),
                new PaymentReport.Transfer(
                        "QK2",
                        Set.of("ws_CO_2"),
                        kes("100.00"),
                        TransferState.SETTLED,
                        now(),
                        now(),
                        false));
        apply(channel, paying.reference(), transfer("QK2", "100.00", TransferState.SETTLED));
        apply(channel, "nobody-knows", transfer("QK2", "100.00", TransferState.SETTLED));
        assertThat(credits(paying)).containsExactly("100.00");
        assertThat(payments.list(caller, Optional.of(false), Optional.empty(), 10).items())
                .isEmpty();
    }

    @Test
    void two_requests_at_once_ask_the_network_once() throws Exception {
        Invoice invoice = invoice("100.00");
        java.util.Queue<UUID> attempts = new java.util.concurrent.ConcurrentLinkedQueue<>();
        atOnce(() -> attempts.add(start(invoice).id()));
        assertThat(Set.copyOf(attempts)).hasSize(1);
    }

    // 4: value is given once

    @Test
    void money_in_a_unit_nobody_asked_for_is_kept_and_credited_to_nothing() {
        Paying paying = paying("100.00");
        PaymentReport.Transfer dollars =
                new PaymentReport.Transfer(
                        "C0",
                        Set.of(),
                        Money.of("100.00", CurrencyUnit.iso("USD")),
                        TransferState.SETTLED,
                        now(),
                        now(),
                        false);
        apply(channel, paying.reference(), dollars);
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PENDING);
        assertThat(events(onlyStray())).containsExactly("payment.unassigned");
        apply(
                channel,
                paying.reference(),
                later(at(dollars, TransferState.REVERSED, Duration.ZERO)));
        assertThat(events(onlyStray())).containsExactly("payment.unassigned", "payment.reversed");
    }

    @Test
    void a_new_attempt_asks_for_the_rest_only() {
        Paying paying = paying("100.00");
        apply(channel, paying.reference(), transfer("C1", "30.00", TransferState.SETTLED));
        apply(channel, paying.reference(), transfer("C2", "20.00", TransferState.DETECTED));

        AttemptView next = start(paying.invoice());

        assertThat(next.id()).isNotEqualTo(paying.attempt().id());
        assertThat(next.amount()).isEqualTo("50.00");
    }

    @Test
    void two_payers_at_once_are_both_credited_and_the_excess_is_said() throws Exception {
        Paying paying = paying("100.00");
        List<PaymentReport> reports = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            reports.add(
                    report(paying.reference(), transfer("D" + i, "20.00", TransferState.SETTLED)));
        }
        each(reports, report -> invoices.apply(ChannelRef.of(channel), report));

        Invoice invoice = read(paying.invoice());
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(invoice.paid()).isEqualTo(kes("160.00"));
        assertThat(credits(paying)).hasSize(AT_ONCE);
    }

    // 5: status is a pure function of facts

    @Test
    void money_on_a_cancelled_invoice_leaves_it_cancelled_and_is_late() {
        Paying paying = paying("100.00");
        invoices.cancel(caller, paying.invoice().id().toString(), true);
        gateway.clock().advance(Duration.ofSeconds(1));
        apply(channel, paying.reference(), transfer("E1", "100.00", TransferState.SETTLED));

        Invoice invoice = read(paying.invoice());
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.CANCELLED);
        assertThat(payments.list(caller, Optional.of(true), Optional.empty(), 10).items())
                .extracting(PaymentView::late)
                .containsExactly(true);
    }

    @Test
    void money_that_was_paid_before_a_cancellation_and_heard_of_after_it_is_late_too() {
        Paying paying = paying("100.00");
        PaymentReport.Transfer paid = transfer("E2", "100.00", TransferState.SETTLED);
        gateway.clock().advance(Duration.ofSeconds(1));
        invoices.cancel(caller, paying.invoice().id().toString(), true);

        apply(channel, paying.reference(), paid);

        assertThat(read(paying.invoice()).irregularities()).containsExactly(Irregularity.LATE);
    }

    @Test
    void an_invoice_with_an_open_attempt_ends_only_after_one_more_look() {
        Paying paying = paying("100.00");
        gateway.clock().advance(Duration.ofMinutes(31));
        invoices.expireIfDue(paying.invoice().id());
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PENDING);

        invoices.lookedUpInVain(paying.attempt().id(), lookUp());
        invoices.expireIfDue(paying.invoice().id());
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PENDING);

        invoices.apply(channel.id(), report(paying.reference()), lookUp());
        invoices.expireIfDue(paying.invoice().id());
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.EXPIRED);
    }

    @Test
    void an_attempt_is_not_looked_up_for_ever() {
        Paying paying = paying("100.00");
        invoices.apply(channel.id(), report(paying.reference()), lookUp());
        assertThat(nextLookUps(paying)).doesNotContainNull();
        gateway.clock().advance(Duration.ofDays(8));
        invoices.apply(channel.id(), report(paying.reference()), lookUp());
        assertThat(nextLookUps(paying)).containsOnlyNulls();

        apply(channel, paying.reference(), transfer("E8", "100.00", TransferState.SETTLED));
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void what_is_heard_of_an_attempt_that_is_over_is_looked_up_until_there_is_an_answer() {
        Paying paying = paying("100.00");
        PaymentHandle handle = new PaymentHandle(paying.reference(), "");
        invoices.apply(channel.id(), PaymentReport.failed(handle, "1037: no response"), lookUp());
        assertThat(nextLookUps(paying)).containsOnlyNulls();

        gateway.clock().advance(Duration.ofMinutes(1));
        invoices.hint(ChannelRef.of(channel), paying.attempt().id(), now(), Duration.ofSeconds(5));
        assertThat(nextLookUps(paying)).doesNotContainNull();
        invoices.lookedUpInVain(paying.attempt().id(), lookUp());
        assertThat(nextLookUps(paying)).doesNotContainNull();

        PaymentReport late =
                new PaymentReport(
                        handle,
                        PaymentReport.State.COMPLETED,
                        List.of(transfer("LATE1", "100.00", TransferState.SETTLED)),
                        "");
        invoices.apply(channel.id(), late, lookUp());
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(nextLookUps(paying)).containsOnlyNulls();
    }

    private static InvoiceService.LookUp lookUp() {
        return new InvoiceService.LookUp(now(), now().plusSeconds(60));
    }

    private static List<Instant> nextLookUps(Paying paying) {
        return gateway.column(
                Instant.class,
                "select next_look_up_at from payment_attempt where id = ?",
                paying.attempt().id());
    }

    @Test
    void an_invoice_whose_network_never_answers_ends_ten_minutes_later() {
        Paying paying = paying("100.00");
        gateway.clock().advance(Duration.ofMinutes(41));
        invoices.expireIfDue(paying.invoice().id());
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.EXPIRED);
    }

    // 6: a report counts only for attempts of its own channel

    @Test
    void a_channel_cannot_speak_for_an_attempt_of_another() {
        Paying paying = paying("100.00");
        Channel other = channelOf(otherShop());
        apply(other, paying.reference(), transfer("F1", "100.00", TransferState.SETTLED));
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PENDING);
        assertThat(credits(paying)).isEmpty();
    }

    @Test
    void a_channel_of_another_shop_neither_takes_nor_reverses_a_payment() {
        Paying paying = paying("100.00");
        PaymentReport.Transfer paid = transfer("F2", "100.00", TransferState.SETTLED);
        apply(channel, paying.reference(), paid);
        Shop strangers = otherShop();
        Channel other = channelOf(strangers);

        apply(other, "nobody-knows", at(paid, TransferState.REVERSED, Duration.ofDays(900)));
        assertThat(read(paying.invoice()).status()).isEqualTo(InvoiceStatus.PAID);

        Invoice theirs = invoice(strangers, "100.00", KES);
        AttemptView attempt = start(theirs);
        apply(other, attempt.id().toString(), later(paid));
        assertThat(invoices.ofAttempt(attempt).orElseThrow().status())
                .isEqualTo(InvoiceStatus.PENDING);
        assertThat(credits(paying)).containsExactly("100.00");
    }

    private static Shop otherShop() {
        return TestShops.shop(gateway, TestShops.merchant(gateway), Environment.LIVE);
    }

    private static Channel channelOf(Shop ofShop) {
        return TestInvoices.till(
                gateway,
                Callers.of(ofShop.merchantId(), Optional.empty(), Environment.LIVE, Set.of("*")),
                ofShop);
    }

    // 15: personal data in one place

    @Test
    void what_a_payer_typed_is_kept_encrypted_and_in_one_table_only() {
        Invoice invoice = invoice("100.00");
        gateway.get(AttemptService.class)
                .start(
                        caller,
                        invoice.id().toString(),
                        new NewAttempt("mpesa-code", null, Map.of()));
        UUID payer =
                gateway.inTransaction(
                        () ->
                                gateway.get(Payers.class)
                                        .add(shop.id(), Map.of("phone", "0712345678")));
        assertThat(
                        gateway.column(
                                Integer.class,
                                "select count(*) from payer where id = ? and position("
                                        + "convert_to('0712345678', 'UTF8') in data) > 0",
                                payer))
                .containsExactly(0);
        assertThat(gateway.get(Payers.class).read(shop.id(), payer))
                .containsEntry("phone", "0712345678");
    }

    private record Paying(Invoice invoice, AttemptView attempt) {

        String reference() {
            return attempt.id().toString();
        }
    }

    private Paying paying(String amount) {
        Invoice invoice = invoice(amount);
        return new Paying(invoice, start(invoice));
    }

    private AttemptView start(Invoice invoice) {
        return gateway.get(AttemptService.class)
                .start(invoice, new NewAttempt("mpesa-code", null, Map.of()));
    }

    private Invoice invoice(String amount) {
        return invoice(shop, amount, KES);
    }

    private static Invoice invoice(Shop ofShop, String amount, CurrencyUnit unit) {
        Invoice invoice =
                new Invoice(
                        Ids.next(),
                        Ids.token(Invoice.LINK_LENGTH),
                        new Invoice.Order(
                                ofShop.merchantId(),
                                ofShop.id(),
                                ofShop.environment(),
                                Money.of(amount, unit),
                                null,
                                null,
                                Duration.ofMinutes(30),
                                List.of(),
                                null,
                                null,
                                null,
                                "{}",
                                null),
                        now(),
                        now().plus(Duration.ofMinutes(30)));
        gateway.inTransaction(() -> gateway.get(InvoiceRepository.class).add(invoice));
        return invoice;
    }

    private static void apply(Channel from, String reference, PaymentReport.Transfer... transfers) {
        invoices.apply(ChannelRef.of(from), report(reference, transfers));
    }

    private static PaymentReport report(String reference, PaymentReport.Transfer... transfers) {
        return new PaymentReport(
                new PaymentHandle(reference, ""), PaymentReport.State.OPEN, List.of(transfers), "");
    }

    private static PaymentReport.Transfer transfer(
            String networkId, String amount, TransferState state) {
        return new PaymentReport.Transfer(
                networkId, Set.of(), kes(amount), state, now(), now(), false);
    }

    private static PaymentReport.Transfer later(PaymentReport.Transfer transfer) {
        return at(transfer, transfer.state(), Duration.ofSeconds(1));
    }

    private static PaymentReport.Transfer at(
            PaymentReport.Transfer transfer, TransferState state, Duration later) {
        return new PaymentReport.Transfer(
                transfer.networkId(),
                transfer.aliases(),
                transfer.amount(),
                state,
                transfer.occurredAt(),
                transfer.evidenceAt().plus(later),
                false);
    }

    private UUID onlyStray() {
        List<PaymentView> strays =
                payments.list(caller, Optional.of(false), Optional.empty(), 10).items();
        assertThat(strays).hasSize(1);
        return strays.get(0).id();
    }

    private static List<String> credits(Paying paying) {
        return gateway.column(
                String.class,
                "select trim_scale(credited)::numeric(38,2)::text from transfer where invoice_id ="
                        + " ? order by 1",
                paying.invoice().id());
    }

    private static List<String> events(UUID orderKey) {
        return gateway.column(
                String.class,
                "select type from event where order_key = ? order by sequence",
                orderKey);
    }

    private Invoice read(Invoice invoice) {
        return invoices.get(caller, invoice.id().toString());
    }

    private interface Work<T> {
        void on(T item);
    }

    private static void atOnce(Runnable work) throws Exception {
        List<Integer> runs = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            runs.add(i);
        }
        each(runs, number -> work.run());
    }

    private static <T> void each(List<T> items, Work<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(items.size());
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (T item : items) {
                futures.add(threads.submit(() -> work.on(item)));
            }
            for (Future<?> future : futures) {
                future.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertProblem(
            String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static Money kes(String amount) {
        return Money.of(amount, KES);
    }

    private static Instant now() {
        return gateway.clock().instant();
    }
}
