package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.shared.Problem;
import org.junit.jupiter.api.Test;

class InvoiceTest {

    static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant EXPIRY = NOON.plus(Duration.ofMinutes(30));
    static final Instant LATER = NOON.plus(Duration.ofHours(1));

    final UUID shop = UUID.randomUUID();
    final Invoice invoice = invoice("49.00");
    final List<Transfer> transfers = new ArrayList<>();

    @Test
    void is_pending_with_everything_due() {
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PENDING);
        assertThat(invoice.amountDue()).hasToString("49.00 USD");
        assertThat(invoice.irregularities()).isEmpty();
    }

    @Test
    void is_processing_once_enough_is_seen_and_paid_once_it_is_sure() {
        Transfer transfer = see("49.00", TransferState.DETECTED, NOON);
        assertThat(reckon()).containsExactly("processing");
        assertThat(invoice.pending()).hasToString("49.00 USD");
        assertThat(invoice.amountDue()).as("only sure money counts").hasToString("49.00 USD");

        transfer.hear(report(transfer, TransferState.SETTLED, NOON), NOON);
        assertThat(reckon()).containsExactly("paid");
        assertThat(invoice.amountDue().isZero()).isTrue();
        assertThat(invoice.paidAt()).contains(NOON);
    }

    @Test
    void hears_of_one_payment_once_however_often_it_is_told() {
        Transfer transfer = see("49.00", TransferState.SETTLED, NOON);
        reckon();
        assertThat(transfer.hear(report(transfer, TransferState.SETTLED, LATER), LATER)).isFalse();
        assertThat(reckon()).isEmpty();
        assertThat(invoice.paid()).hasToString("49.00 USD");
    }

    @Test
    void several_transfers_pay_it_together() {
        see("20.00", TransferState.SETTLED, NOON);
        assertThat(reckon()).containsExactly("underpaid");
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PENDING);
        assertThat(invoice.irregularities()).containsExactly(Irregularity.UNDERPAID);
        assertThat(invoice.amountToAsk()).hasToString("29.00 USD");

        see("29.00", TransferState.SETTLED, NOON);
        assertThat(reckon()).containsExactly("paid");
        assertThat(invoice.irregularities()).isEmpty();
    }

    @Test
    void says_so_when_it_is_overpaid() {
        see("49.00", TransferState.SETTLED, NOON);
        see("49.00", TransferState.SETTLED, NOON);
        assertThat(reckon()).containsExactly("paid", "overpaid");
        assertThat(invoice.irregularities()).containsExactly(Irregularity.OVERPAID);
        assertThat(invoice.amountDue().isZero()).isTrue();
    }

    @Test
    void opens_again_when_the_network_drops_a_transfer() {
        Transfer transfer = see("49.00", TransferState.DETECTED, NOON);
        reckon();
        transfer.hear(report(transfer, TransferState.DROPPED, LATER), LATER);
        assertThat(reckon()).containsExactly("reopened");
        assertThat(invoice.pending().isZero()).isTrue();
    }

    @Test
    void absence_removes_nothing_and_old_evidence_takes_nothing_back() {
        Transfer transfer = see("49.00", TransferState.SETTLED, LATER);
        reckon();
        assertThat(transfer.hear(report(transfer, TransferState.DROPPED, LATER), LATER)).isFalse();
        assertThat(transfer.hear(report(transfer, TransferState.REVERSED, NOON), LATER)).isFalse();
        assertThat(reckon()).isEmpty();
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void is_no_longer_paid_when_sure_money_is_taken_back() {
        Transfer transfer = see("49.00", TransferState.SETTLED, NOON);
        reckon();
        transfer.hear(report(transfer, TransferState.DROPPED, LATER), LATER);
        assertThat(transfer.state())
                .as("what was sure is not dropped but reversed")
                .isEqualTo(TransferState.REVERSED);
        assertThat(reckon()).containsExactly("reopened");
        assertThat(invoice.irregularities()).containsExactly(Irregularity.REVERSED);
        assertThat(invoice.paidAt()).isEmpty();
    }

    @Test
    void a_late_detection_never_unsettles() {
        Transfer transfer = see("49.00", TransferState.SETTLED, NOON);
        assertThat(transfer.hear(report(transfer, TransferState.DETECTED, LATER), LATER)).isFalse();
        assertThat(transfer.state()).isEqualTo(TransferState.SETTLED);
    }

    @Test
    void what_was_known_before_money_was_taken_back_does_not_settle_it_again() {
        Transfer transfer = see("49.00", TransferState.DETECTED, NOON);
        transfer.hear(report(transfer, TransferState.SETTLED, NOON.plusSeconds(1)), LATER);
        transfer.hear(report(transfer, TransferState.REVERSED, NOON.plusSeconds(3)), LATER);
        transfer.hear(report(transfer, TransferState.DETECTED, NOON.plusSeconds(4)), LATER);

        assertThat(
                        transfer.hear(
                                report(transfer, TransferState.SETTLED, NOON.plusSeconds(2)),
                                LATER))
                .isFalse();
        assertThat(transfer.state()).isEqualTo(TransferState.DETECTED);
        assertThat(
                        transfer.hear(
                                report(transfer, TransferState.SETTLED, NOON.plusSeconds(5)),
                                LATER))
                .isTrue();
    }

    @Test
    void settled_by_an_older_look_than_it_was_detected_by_it_is_settled() {
        Transfer transfer = see("49.00", TransferState.DETECTED, NOON.plusSeconds(1));
        assertThat(transfer.hear(report(transfer, TransferState.SETTLED, NOON), LATER)).isTrue();
        assertThat(transfer.state()).isEqualTo(TransferState.SETTLED);
    }

    @Test
    void money_first_heard_of_as_reversed_is_not_settled_by_what_was_known_before() {
        Transfer transfer = see("49.00", TransferState.REVERSED, NOON.plusSeconds(1));
        assertThat(transfer.hear(report(transfer, TransferState.SETTLED, NOON), LATER)).isFalse();
        transfer.hear(report(transfer, TransferState.DETECTED, NOON.plusSeconds(2)), LATER);
        assertThat(transfer.hear(report(transfer, TransferState.SETTLED, NOON), LATER)).isFalse();
        assertThat(transfer.state()).isEqualTo(TransferState.DETECTED);
    }

    @Test
    void money_that_comes_late_still_pays() {
        assertThat(invoice.expire(LATER)).containsExactly("expired");
        Transfer transfer = see("49.00", TransferState.DETECTED, LATER);
        assertThat(reckon()).containsExactly("processing");
        transfer.hear(report(transfer, TransferState.SETTLED, LATER), LATER);
        assertThat(reckon()).containsExactly("paid");
        assertThat(invoice.irregularities()).containsExactly(Irregularity.LATE);
    }

    @Test
    void is_expired_again_when_late_money_is_dropped() {
        invoice.expire(LATER);
        Transfer transfer = see("49.00", TransferState.DETECTED, LATER);
        reckon();
        transfer.hear(report(transfer, TransferState.DROPPED, LATER.plusSeconds(1)), LATER);
        assertThat(reckon()).containsExactly("expired");
    }

    @Test
    void late_is_judged_by_the_networks_time() {
        see("49.00", TransferState.SETTLED, EXPIRY);
        reckon();
        assertThat(invoice.irregularities()).isEmpty();
        see("1.00", TransferState.SETTLED, EXPIRY.plusMillis(1));
        reckon();
        assertThat(invoice.irregularities()).contains(Irregularity.LATE);
    }

    @Test
    void does_not_expire_while_enough_money_is_on_its_way() {
        see("49.00", TransferState.DETECTED, NOON);
        reckon();
        assertThat(invoice.expire(LATER)).isEmpty();
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PROCESSING);
    }

    @Test
    void does_not_expire_before_its_time() {
        assertThat(invoice.expire(EXPIRY.minusMillis(1))).isEmpty();
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PENDING);
    }

    @Test
    void stays_cancelled_and_keeps_its_money_in_sight() {
        assertThat(invoice.cancel(NOON)).containsExactly("cancelled");
        assertThat(invoice.cancel(NOON)).isEmpty();
        see("49.00", TransferState.SETTLED, NOON.plusSeconds(1));
        assertThat(reckon()).isEmpty();
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.CANCELLED);
        assertThat(invoice.paid()).hasToString("49.00 USD");
        assertThat(invoice.irregularities()).containsExactly(Irregularity.LATE);
    }

    @Test
    void cannot_be_cancelled_once_paid() {
        see("49.00", TransferState.SETTLED, NOON);
        reckon();
        assertThatThrownBy(() -> invoice.cancel(NOON))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo("invoice-paid"));
    }

    @Test
    void takes_no_attempt_after_its_time_or_when_all_is_on_its_way() {
        assertThatThrownBy(() -> invoice.requirePayable(EXPIRY)).isInstanceOf(Problem.class);
        see("49.00", TransferState.DETECTED, NOON);
        reckon();
        assertThatThrownBy(() -> invoice.requirePayable(NOON)).isInstanceOf(Problem.class);
    }

    @Test
    void status_is_the_same_in_whatever_order_the_facts_came() {
        Transfer first = see("20.00", TransferState.SETTLED, NOON);
        Transfer second = see("29.00", TransferState.DETECTED, NOON);
        invoice.reckon(List.of(second, first), NOON);
        InvoiceStatus oneWay = invoice.status();
        invoice.reckon(List.of(first, second), NOON);
        assertThat(invoice.status()).isEqualTo(oneWay).isEqualTo(InvoiceStatus.PROCESSING);
    }

    Transfer see(String amount, TransferState state, Instant at) {
        Money money = Money.of(amount, USD);
        PaymentReport.Transfer seen =
                new PaymentReport.Transfer(
                        "t" + transfers.size(), Set.of(), money, state, at, at, false);
        Transfer transfer = new Transfer(UUID.randomUUID(), channel(), seen, at);
        transfer.assign(
                invoice,
                UUID.randomUUID(),
                new Valuation(money, BigDecimal.ZERO, BigDecimal.ONE, "test"));
        transfers.add(transfer);
        return transfer;
    }

    PaymentReport.Transfer report(Transfer transfer, TransferState state, Instant evidenceAt) {
        return new PaymentReport.Transfer(
                transfer.networkId(), Set.of(), transfer.amount(), state, NOON, evidenceAt, false);
    }

    List<String> reckon() {
        return invoice.reckon(transfers, NOON);
    }

    ChannelRef channel() {
        return new ChannelRef(
                UUID.randomUUID(), shop, Environment.SANDBOX, UUID.randomUUID(), "sandbox");
    }

    Invoice invoice(String total) {
        Invoice.Order order =
                new Invoice.Order(
                        UUID.randomUUID(),
                        shop,
                        Environment.SANDBOX,
                        Money.of(total, USD),
                        "order-1",
                        "Plan",
                        Duration.ofMinutes(30),
                        List.of(),
                        null,
                        null,
                        null,
                        "{}",
                        null);
        return new Invoice(UUID.randomUUID(), "link", order, NOON, EXPIRY);
    }
}
