package org.bluejay.gateway.invoice;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How an invoice stands, for those who poll.
 *
 * @param status pending, processing, paid, expired or cancelled
 * @param amountPaid money that is sure
 * @param amountPending money that is seen and not yet sure
 * @param amountDue what is still to be paid
 * @param exceptions any of underpaid, overpaid, late, reversed
 */
public record InvoiceState(
        UUID id,
        @Schema(implementation = InvoiceStatus.class) String status,
        String amountPaid,
        String amountPending,
        String amountDue,
        @Schema(implementation = Irregularity.class) List<String> exceptions) {

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
