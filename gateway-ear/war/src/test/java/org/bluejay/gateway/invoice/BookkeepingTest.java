package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.ledger.JournalEntryView;
import org.bluejay.gateway.ledger.LedgerReader;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.network.Channel;
import org.bluejay.gateway.rate.Rate;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What money that comes and goes posts to the ledger, through the one door for money. */
class BookkeepingTest {

    private static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    private static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    private static final CurrencyUnit LTC = new CurrencyUnit("ltc", 8);
    private static final int AT_ONCE = 8;
    private static final int REPORTS_EACH = 25;

    @TempDir static Path folder;
    static TestGateway gateway;
    static InvoiceService invoices;
    static PaymentService payments;
    static LedgerReader ledger;

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.LIVE);
    final Caller caller = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
    final Channel channel = TestInvoices.till(gateway, caller, shop);

    @BeforeAll
    static void open() throws Exception {
        gateway = TestInvoices.gateway(folder);
        invoices = gateway.get(InvoiceService.class);
        payments = gateway.get(PaymentService.class);
        ledger = gateway.get(LedgerReader.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    // 1: money always has somewhere to land

    @Test
    void money_that_nobody_knows_waits_in_suspense_and_goes_on_from_there() {
        apply("nobody-knows", seen("S1", "100.00", TransferState.SETTLED));
        assertThat(journal()).containsExactly("payment-settled: external -100.00, suspense 100.00");

        Invoice invoice = invoice("100.00", KES);
        payments.assign(caller, onlyPayment(), invoice.link());
        assertThat(journal())
                .containsExactly(
                        "payment-settled: external -100.00, suspense 100.00",
                        "payment-assigned: suspense -100.00, credited 100.00");
        assertThat(balances())
                .containsExactly("credited 100.00", "external -100.00", "suspense 0.00");
        assertThat(entries(invoice(invoice))).hasSize(1);
    }

    @Test
    void assigned_money_that_is_taken_back_leaves_no_account_with_anything() {
        apply("nobody-knows", seen("S2", "100.00", TransferState.SETTLED));
        payments.assign(caller, onlyPayment(), invoice("100.00", KES).link());
        apply("nobody-knows", later(seen("S2", "100.00", TransferState.REVERSED)));

        assertThat(journal())
                .last()
                .isEqualTo("payment-reversed: credited -100.00, external 100.00");
        assertThat(balances()).containsExactly("credited 0.00", "external 0.00", "suspense 0.00");
    }

    @Test
    void money_given_to_the_wrong_invoice_goes_by_way_of_suspense_to_the_right_one() {
        Invoice wrong = invoice("100.00", KES);
        Invoice right = invoice("100.00", KES);
        apply("nobody-knows", seen("S3", "100.00", TransferState.SETTLED));
        UUID payment = onlyPayment();
        payments.assign(caller, payment, wrong.link());

        for (Invoice next : List.of(right, wrong, right)) {
            assign(payment, next);
        }

        assertThat(entries(invoice(wrong)))
                .extracting(JournalEntryView::kind)
                .containsExactly(
                        "payment-unassigned",
                        "payment-assigned",
                        "payment-unassigned",
                        "payment-assigned");
        assertThat(entries(invoice(right)))
                .extracting(JournalEntryView::kind)
                .containsExactly("payment-assigned", "payment-unassigned", "payment-assigned");
        assertThat(balances())
                .containsExactly("credited 100.00", "external -100.00", "suspense 0.00");
    }

    @Test
    void money_in_a_unit_nobody_asked_for_waits_in_suspense_in_that_unit() {
        Invoice invoice = invoice("100.00", KES);
        apply(
                start(invoice),
                new PaymentReport.Transfer(
                        "S4",
                        Set.of(),
                        Money.of("7.00", USD),
                        TransferState.SETTLED,
                        now(),
                        now(),
                        false));
        assertThat(entries(any()).get(0).postings())
                .extracting(JournalEntryView.PostingView::asset)
                .containsOnly("USD");
        assertThat(balances()).containsExactly("external -7.00", "suspense 7.00");
    }

    // 3 and 4: posted once, at the value that was given once

    @Test
    void money_that_is_only_seen_posts_nothing() {
        String attempt = start(invoice("100.00", KES));
        apply(attempt, seen("D1", "100.00", TransferState.DETECTED));
        assertThat(journal()).isEmpty();
        apply(attempt, later(seen("D1", "100.00", TransferState.DROPPED)));
        assertThat(journal()).isEmpty();
    }

    @Test
    void settled_money_is_posted_once_by_whoever_tells_it_how_often() throws Exception {
        String attempt = start(invoice("100.00", KES));
        apply(attempt, seen("D2", "100.00", TransferState.DETECTED));
        PaymentReport.Transfer settled = seen("D2", "100.00", TransferState.SETTLED);
        atOnce(number -> apply(attempt, settled));

        assertThat(journal()).containsExactly("payment-settled: external -100.00, credited 100.00");
    }

    @Test
    void a_reversal_posts_the_exact_reverse_once() throws Exception {
        String attempt = start(invoice("100.00", KES));
        apply(attempt, seen("D3", "100.00", TransferState.SETTLED));
        PaymentReport.Transfer reversed = later(seen("D3", "100.00", TransferState.REVERSED));
        atOnce(number -> apply(attempt, reversed));

        assertThat(journal())
                .containsExactly(
                        "payment-settled: external -100.00, credited 100.00",
                        "payment-reversed: credited -100.00, external 100.00");
        assertThat(balances()).containsExactly("credited 0.00", "external 0.00");
    }

    @Test
    void a_network_that_changes_its_mind_twice_is_followed() {
        String attempt = start(invoice("100.00", KES));
        PaymentReport.Transfer settled = seen("D4", "100.00", TransferState.SETTLED);
        apply(attempt, settled);
        apply(attempt, later(at(settled, TransferState.REVERSED)));
        apply(attempt, later(later(settled)));
        apply(attempt, later(later(settled)));

        assertThat(journal())
                .extracting(line -> line.split(":", 2)[0])
                .containsExactly("payment-settled", "payment-reversed", "payment-settled");
        assertThat(balances()).containsExactly("credited 100.00", "external -100.00");
    }

    @Test
    void another_asset_is_credited_at_face_value_and_the_difference_is_rounding() {
        Invoice invoice = invoice("49.00", USD);
        // 0.58995 at 83.05 is 48.9953475; the quote promised 49.00.
        settle(
                invoice,
                Money.of("0.58995", LTC),
                new Valuation(
                        Money.of("49.00", USD),
                        new BigDecimal("0.004652500000000000"),
                        new BigDecimal("83.05"),
                        "test"));

        assertThat(journal())
                .containsExactly(
                        "payment-settled: conversion -48.9953475, rounding -0.0046525, credited"
                                + " 49.00, external -0.58995000, conversion 0.58995000");
    }

    @Test
    void what_is_rounded_away_from_a_payer_is_in_rounding_too() {
        Invoice invoice = invoice("49.00", USD);
        settle(
                invoice,
                Money.of("0.00000001", LTC),
                Valuation.of(
                        Money.of("0.00000001", LTC),
                        new Rate(LTC, USD, new BigDecimal("83.05"), "test", BigDecimal.ZERO, now()),
                        USD));

        assertThat(journal())
                .containsExactly(
                        "payment-settled: conversion -0.0000008305, rounding 0.0000008305,"
                                + " external -0.00000001, conversion 0.00000001");
    }

    // 6: custody is explicit

    @Test
    void money_that_the_operator_holds_is_owed_in_the_asset_that_it_holds() {
        gateway.get(org.bluejay.gateway.shared.Database.class)
                .update("update channel set custody = 'operator' where id = ?", channel.id());
        settle(
                invoice("49.00", USD),
                Money.of("0.5", LTC),
                new Valuation(
                        Money.of("49.00", USD), BigDecimal.ZERO, new BigDecimal("98"), "test"));

        assertThat(journal())
                .containsExactly(
                        "payment-settled: conversion -49.00, credited 49.00, holding -0.50000000,"
                                + " available 0.50000000");
        assertThat(entries(any()).get(0).custody()).isEqualTo("operator");
    }

    @Test
    void receipts_in_the_merchants_own_custody_never_become_available() {
        String attempt = start(invoice("100.00", KES));
        apply(attempt, seen("F1", "250.00", TransferState.SETTLED));
        apply("nobody-knows", seen("F2", "10.00", TransferState.SETTLED));

        assertThat(balances())
                .containsExactly("credited 250.00", "external -260.00", "suspense 10.00");
    }

    // all of them together

    @Test
    void the_ledger_agrees_with_invoices_and_payments_whatever_networks_say_at_once()
            throws Exception {
        List<String> attempts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            attempts.add(start(invoice("100.00", KES)));
        }
        atOnce(number -> tellAnything(number, attempts));

        assertThat(sum("credited"))
                .isEqualByComparingTo(one("select sum(paid) from invoice where merchant_id = ?"));
        assertThat(sum("suspense"))
                .isEqualByComparingTo(
                        one(
                                "select coalesce(sum(amount), 0) from transfer where merchant_id ="
                                        + " ? and state = 'settled' and invoice_id is null"));
        assertThat(sum("external").negate())
                .isEqualByComparingTo(
                        one(
                                "select sum(amount) from transfer where merchant_id = ? and state ="
                                        + " 'settled'"));
    }

    /**
     * Settles, takes back, settles again; what nobody knew belongs to an invoice afterwards. Some
     * of it all writers tell, and a payment is always told of one invoice.
     */
    private void tellAnything(int writer, List<String> attempts) {
        Random random = new Random(writer);
        for (int i = 0; i < REPORTS_EACH; i++) {
            int of = random.nextInt(attempts.size() + 1);
            boolean known = of < attempts.size();
            String reference =
                    known || random.nextInt(4) == 0
                            ? attempts.get(of % attempts.size())
                            : "nobody-knows";
            String name = shop.id() + "-" + of + "-";
            if (known && random.nextInt(3) == 0) {
                applyOnceMore(reference, anything(random, name + "all"));
            } else {
                applyOnceMore(
                        reference,
                        anything(random, name + writer + "-" + random.nextInt(3)),
                        anything(random, name + writer + "-" + random.nextInt(3)));
            }
        }
    }

    private PaymentReport.Transfer anything(Random random, String networkId) {
        TransferState state =
                List.of(
                                TransferState.SETTLED,
                                TransferState.SETTLED,
                                TransferState.DETECTED,
                                TransferState.REVERSED,
                                TransferState.DROPPED)
                        .get(random.nextInt(5));
        return new PaymentReport.Transfer(
                networkId,
                Set.of(),
                Money.of("5.00", KES),
                state,
                now(),
                now().plusSeconds(random.nextInt(1_000)),
                false);
    }

    /** As a callback does: two who write one payment down at once, and one tries again. */
    private void applyOnceMore(String reference, PaymentReport.Transfer... transfers) {
        for (int tries = 1; ; tries++) {
            try {
                apply(reference, transfers);
                return;
            } catch (RuntimeException e) {
                if (tries == AT_ONCE) {
                    throw e;
                }
            }
        }
    }

    private BigDecimal sum(String bucket) {
        return gateway.column(
                        BigDecimal.class,
                        "select coalesce(sum(amount), 0) from balance b join account a on a.id ="
                                + " b.account_id where a.merchant_id = ? and a.bucket = ?",
                        merchant,
                        bucket)
                .get(0);
    }

    private BigDecimal one(String sql) {
        return gateway.column(BigDecimal.class, sql, merchant).get(0);
    }

    /** Settles money as a network does whose asset is not the invoice's currency. */
    private void settle(Invoice invoice, Money amount, Valuation value) {
        gateway.inTransaction(
                () -> {
                    Transfer transfer =
                            new Transfer(
                                    Ids.next(),
                                    ChannelRef.of(channel),
                                    new PaymentReport.Transfer(
                                            Ids.token(22),
                                            Set.of(),
                                            amount,
                                            TransferState.SETTLED,
                                            now(),
                                            now(),
                                            false),
                                    now());
                    transfer.assign(invoice, null, value);
                    gateway.get(InvoiceRepository.class).add(transfer);
                    gateway.get(InvoiceRepository.class).flush();
                    gateway.get(Bookkeeping.class).keep(List.of(transfer), now());
                });
    }

    /** What no door does yet: gives assigned money to another invoice. */
    private static void assign(UUID payment, Invoice invoice) {
        gateway.inTransaction(
                () -> {
                    Transfer transfer =
                            gateway.get(InvoiceRepository.class).transfer(payment).orElseThrow();
                    transfer.assign(
                            invoice,
                            null,
                            new Valuation(
                                    transfer.amount(), BigDecimal.ZERO, BigDecimal.ONE, "test"));
                    gateway.get(Bookkeeping.class).keep(List.of(transfer), now());
                });
    }

    private void apply(String reference, PaymentReport.Transfer... transfers) {
        invoices.apply(
                ChannelRef.of(channel),
                new PaymentReport(
                        new PaymentHandle(reference, ""),
                        PaymentReport.State.OPEN,
                        List.of(transfers),
                        ""));
    }

    /** Network ids are one over all tests: each has its own by the shop. */
    private PaymentReport.Transfer seen(String id, String amount, TransferState state) {
        return new PaymentReport.Transfer(
                id + "-" + shop.id(), Set.of(), Money.of(amount, KES), state, now(), now(), false);
    }

    private static PaymentReport.Transfer later(PaymentReport.Transfer one) {
        return new PaymentReport.Transfer(
                one.networkId(),
                one.aliases(),
                one.amount(),
                one.state(),
                one.occurredAt(),
                one.evidenceAt().plus(Duration.ofSeconds(1)),
                false);
    }

    private static PaymentReport.Transfer at(PaymentReport.Transfer one, TransferState state) {
        return new PaymentReport.Transfer(
                one.networkId(),
                one.aliases(),
                one.amount(),
                state,
                one.occurredAt(),
                one.evidenceAt(),
                false);
    }

    private String start(Invoice invoice) {
        return gateway.get(AttemptService.class)
                .start(invoice, new NewAttempt("mpesa-code", null, Map.of()))
                .id()
                .toString();
    }

    private Invoice invoice(String amount, CurrencyUnit unit) {
        Invoice invoice =
                new Invoice(
                        Ids.next(),
                        Ids.token(Invoice.LINK_LENGTH),
                        new Invoice.Order(
                                merchant,
                                shop.id(),
                                shop.environment(),
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

    private UUID onlyPayment() {
        List<PaymentView> all =
                payments.list(caller, Optional.empty(), Optional.empty(), 10).items();
        assertThat(all).hasSize(1);
        return all.get(0).id();
    }

    private static LedgerReader.Filter any() {
        return new LedgerReader.Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static LedgerReader.Filter invoice(Invoice invoice) {
        return new LedgerReader.Filter(
                Optional.of(invoice.id()), Optional.empty(), Optional.empty());
    }

    private List<JournalEntryView> entries(LedgerReader.Filter filter) {
        return ledger.entries(caller, filter, Optional.empty(), 100).items();
    }

    /** Oldest first, each in one line. */
    private List<String> journal() {
        List<String> lines = new ArrayList<>();
        for (JournalEntryView entry : entries(any())) {
            String postings =
                    entry.postings().stream()
                            .map(posting -> posting.bucket() + " " + posting.amount())
                            .collect(Collectors.joining(", "));
            lines.add(0, entry.kind() + ": " + postings);
        }
        return lines;
    }

    private List<String> balances() {
        return ledger.balances(caller, Optional.empty(), 100).items().stream()
                .map(balance -> balance.bucket() + " " + balance.amount())
                .toList();
    }

    private interface Work {
        void by(int number);
    }

    private static void atOnce(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int number = i;
                futures.add(threads.submit(() -> work.by(number)));
            }
            for (Future<?> future : futures) {
                future.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Instant now() {
        return gateway.clock().instant();
    }
}
