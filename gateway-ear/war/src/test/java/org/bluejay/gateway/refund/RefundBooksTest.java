package org.bluejay.gateway.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.TestInvoices;
import org.bluejay.gateway.ledger.EntryKind;
import org.bluejay.gateway.ledger.JournalEntry;
import org.bluejay.gateway.ledger.Ledger;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What refunds post to the ledger. */
class RefundBooksTest {

    private static final CurrencyUnit LTC = new CurrencyUnit("ltc", 8);

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
    void money_is_set_aside_when_a_refund_begins_and_gone_when_it_is_done() {
        Invoice invoice = rig.paid("100.00");
        rig.refund(invoice, "40.00");
        assertThat(rig.journal())
                .containsExactly("refund-created: credited -40.00, refunding 40.00");
        rig.run();
        assertThat(rig.journal())
                .containsExactly(
                        "refund-created: credited -40.00, refunding 40.00",
                        "refund-completed: external 40.00, refunding -40.00");
    }

    @Test
    void what_was_posted_of_a_payment_is_read_without_its_refunds() {
        RefundView refund = rig.refund(rig.paid("100.00"), "40.00");
        rig.run();

        List<JournalEntry> posted =
                gateway.inTransaction(
                        () ->
                                gateway.get(Ledger.class)
                                        .ofPayment(rig.merchant, refund.paymentId()));
        assertThat(posted)
                .extracting(entry -> entry.cause().kind())
                .containsExactly(EntryKind.PAYMENT_SETTLED);
    }

    @Test
    void money_is_there_again_when_a_refund_fails() {
        rig.refund(rig.paid("100.00"), "40.00", "refuse");
        rig.run();
        assertThat(rig.journal())
                .containsExactly(
                        "refund-created: credited -40.00, refunding 40.00",
                        "refund-failed: credited 40.00, refunding -40.00");
    }

    @Test
    void what_the_operator_holds_is_set_aside_from_what_it_owes() {
        gateway.get(Database.class)
                .update("update channel set custody = 'operator' where id = ?", rig.channel.id());
        Invoice invoice = rig.paid("100.00");
        rig.refund(invoice, "40.00");
        assertThat(rig.holds("available")).isEqualByComparingTo("60");
        assertThat(rig.holds("refunding")).isEqualByComparingTo("40");
        rig.run();
        assertThat(rig.holds("available")).isEqualByComparingTo("60");
        assertThat(rig.holds("holding")).isEqualByComparingTo("-60");
        assertThat(rig.holds("refunding")).isZero();
        assertThat(rig.holds("credited")).isEqualByComparingTo("60");
    }

    @Test
    void parts_in_another_asset_add_up_to_all_that_came() {
        Invoice invoice = rig.invoice("49.00");
        // 0.58995 at 83.05 is 48.9953475; the quote promised 49.00.
        TestInvoices.pay(
                gateway,
                invoice,
                rig.channel,
                Money.of("0.58995", LTC),
                Money.of("49.00", RefundRig.USD),
                "0.0046525",
                "83.05");
        RefundView first = rig.refund(invoice, "19.00");
        assertThat(first.assetAmount()).isEqualTo("0.22875612");
        assertThat(first.asset()).isEqualTo("ltc");
        RefundView second = rig.refund(invoice, "0.01");
        assertThat(second.assetAmount()).isEqualTo("0.00012039");
        RefundView last = rig.refund(invoice, null);
        assertThat(last.amount()).isEqualTo("29.99");
        assertThat(last.assetAmount()).isEqualTo("0.36107349");
        rig.run();

        for (String bucket : List.of("credited", "conversion", "rounding", "refunding")) {
            assertThat(rig.holds(bucket)).as(bucket).isZero();
        }
        assertThat(rig.holds("external")).isZero();
    }

    @Test
    void what_is_worth_less_than_the_least_coin_cannot_go_back() {
        Invoice invoice = rig.invoice("49.00");
        CurrencyUnit whole = new CurrencyUnit("whole", 0);
        TestInvoices.pay(
                gateway,
                invoice,
                rig.channel,
                Money.of("7", whole),
                Money.of("49.00", RefundRig.USD),
                "0",
                "7");
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> rig.refund(invoice, "6.99")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("least amount of whole");
        assertThat(rig.refund(invoice, "7.00").assetAmount()).isEqualTo("1");
    }

    @Test
    void the_ledger_agrees_with_invoices_and_refunds_whatever_becomes_of_them() {
        Random random = new Random(7);
        List<String> fates = List.of("", "later", "refuse", "lost", "bounces", "lost-before");
        List<Invoice> invoices = List.of(rig.paid("100.00"), rig.paid("55.55"), rig.paid("7.00"));
        for (int i = 0; i < 40; i++) {
            Invoice invoice = invoices.get(random.nextInt(invoices.size()));
            String fate = fates.get(random.nextInt(fates.size()));
            String amount = BigDecimal.valueOf(1 + random.nextInt(1_500), 2).toPlainString();
            refundIfThereIsAnything(invoice, amount, fate);
            if (random.nextBoolean()) {
                rig.runAfter(Duration.ofSeconds(random.nextInt(200)));
            }
            agrees();
        }
        for (int i = 0; i < 5; i++) {
            rig.runAfter(Duration.ofMinutes(30));
        }
        agrees();
        assertThat(one("select count(*) from refund where merchant_id = ? and closed_at is null"))
                .isZero();
    }

    private void refundIfThereIsAnything(Invoice invoice, String amount, String fate) {
        try {
            rig.refund(invoice, amount, fate.isEmpty() ? null : fate);
        } catch (Problem tooMuch) {
            assertThat(tooMuch.status()).isIn(409, 422);
        }
    }

    private void agrees() {
        assertThat(rig.holds("credited"))
                .isEqualByComparingTo(
                        one("select sum(paid) from invoice where merchant_id = ?")
                                .subtract(
                                        one(
                                                "select coalesce(sum(amount), 0) from refund where"
                                                        + " merchant_id = ? and state <>"
                                                        + " 'failed'")));
        assertThat(rig.holds("refunding"))
                .isEqualByComparingTo(
                        one(
                                "select coalesce(sum(asset_amount), 0) from refund where"
                                        + " merchant_id = ? and closed_at is null"));
        assertThat(rig.holds("external").negate())
                .isEqualByComparingTo(
                        one("select sum(paid) - sum(refunded) from invoice where merchant_id = ?"));
    }

    private BigDecimal one(String sql) {
        return gateway.column(BigDecimal.class, sql, rig.merchant).get(0);
    }
}
