package org.bluejay.network.sandbox;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;

/**
 * Writes and reads payments and reports as {@link Form}s. Fields it does not know it passes over.
 */
final class Books {

    private Books() {}

    static String write(SimulatedPayment payment) {
        Form form =
                new Form()
                        .with("reference", payment.reference())
                        .with("token", payment.token())
                        .with("method", payment.method())
                        .with("amount", payment.amount().toPlainString())
                        .with("currency", payment.amount().currency().code())
                        .with("decimals", payment.amount().currency().decimals())
                        .with("sentTo", payment.sentTo())
                        .with("wallet", payment.wallet())
                        .with("expiresAt", payment.expiresAt())
                        .with("failure", payment.failure());
        return withTransfers(form, payment.transfers()).encoded();
    }

    static SimulatedPayment read(String text) {
        Form form = Form.parse(text);
        CurrencyUnit currency = new CurrencyUnit(form.text("currency"), form.number("decimals"));
        return new SimulatedPayment(
                form.text("reference"),
                form.text("token"),
                form.text("method"),
                Money.of(form.text("amount"), currency),
                form.text("sentTo"),
                URI.create(form.text("wallet")),
                Instant.parse(form.text("expiresAt")),
                form.text("failure"),
                transfersOf(form, currency));
    }

    static String write(PaymentReport report, CurrencyUnit currency) {
        Form form =
                new Form()
                        .with("reference", report.handle().reference())
                        .with("networkReference", report.handle().networkReference())
                        .with("state", report.state())
                        .with("reason", report.reason())
                        .with("currency", currency.code())
                        .with("decimals", currency.decimals());
        return withTransfers(form, report.transfers()).encoded();
    }

    /**
     * @throws IllegalArgumentException when it is not a report
     */
    static PaymentReport readReport(String text) {
        try {
            Form form = Form.parse(text);
            CurrencyUnit currency =
                    new CurrencyUnit(form.text("currency"), form.number("decimals"));
            return new PaymentReport(
                    new PaymentHandle(form.text("reference"), form.text("networkReference")),
                    State.valueOf(form.text("state")),
                    transfersOf(form, currency),
                    form.text("reason"));
        } catch (DateTimeException | ArithmeticException unreadable) {
            throw new IllegalArgumentException("not a report", unreadable);
        }
    }

    private static Form withTransfers(Form form, List<Transfer> transfers) {
        form.with("transfers", transfers.size());
        int number = 0;
        for (Transfer transfer : transfers) {
            String prefix = "transfer." + number++;
            form.with(prefix + ".id", transfer.networkId())
                    .with(prefix + ".amount", transfer.amount().toPlainString())
                    .with(prefix + ".state", transfer.state())
                    .with(prefix + ".occurredAt", transfer.occurredAt())
                    .with(prefix + ".evidenceAt", transfer.evidenceAt());
        }
        return form;
    }

    private static List<Transfer> transfersOf(Form form, CurrencyUnit currency) {
        List<Transfer> transfers = new ArrayList<>();
        Stream.iterate(0, number -> number + 1)
                .limit(form.number("transfers"))
                .map(number -> "transfer." + number)
                .forEach(prefix -> transfers.add(transferOf(form, prefix, currency)));
        return transfers;
    }

    private static Transfer transferOf(Form form, String prefix, CurrencyUnit currency) {
        return new Transfer(
                form.text(prefix + ".id"),
                Set.of(),
                Money.of(form.text(prefix + ".amount"), currency),
                TransferState.valueOf(form.text(prefix + ".state")),
                Instant.parse(form.text(prefix + ".occurredAt")),
                Instant.parse(form.text(prefix + ".evidenceAt")),
                false);
    }
}
