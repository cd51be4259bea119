package org.bluejay.gateway.invoice;

import java.util.List;
import java.util.UUID;

/**
 * How an invoice stands, for those who poll.
 *
 * @param amountPaid money that is sure
 * @param amountPending money that is seen and not yet sure
 * @param amountDue what is still to be paid
 */
public record InvoiceState(
        UUID id,
        String status,
        String amountPaid,
        String amountPending,
        String amountDue,
        List<String> exceptions) {

    static InvoiceState of(Invoice invoice) {
        return new InvoiceState(
                invoice.id(),
                invoice.status().text(),
                invoice.paid().toPlainString(),
                invoice.pending().toPlainString(),
                invoice.amountDue().toPlainString(),
                invoice.irregularities().stream().sorted().map(Irregularity::text).toList());
    }
}
