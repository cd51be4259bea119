package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.bluejay.gateway.idempotency.Answer;
import org.bluejay.gateway.idempotency.Given;
import org.bluejay.gateway.idempotency.IdempotencyStore;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;

/**
 * Makes invoices. The answer is known before anything is written, so that invoice, event, audit and
 * answer are one statement, which the writer commits together with other callers'.
 */
@ApplicationScoped
public class InvoiceCreation {

    @Inject InvoiceOrders orders;
    @Inject InvoiceEvents events;
    @Inject InvoiceWriter writer;
    @Inject IdempotencyStore idempotency;
    @Inject Clock clock;

    /**
     * Makes an invoice; under an idempotency key, once. No network is asked: an invoice can always
     * be made.
     *
     * @throws Problem 422 naming every field that will not do; 503 when nothing was written
     */
    public Given make(Caller caller, NewInvoice request) {
        InvoiceOrders.Checked checked;
        try {
            checked = orders.check(caller, request);
        } catch (Problem nowImpossible) {
            return Given.again(idempotency.usedOr(caller, () -> nowImpossible).kept());
        }
        Invoice invoice = invoice(checked);
        InvoiceView view = events.view(invoice);
        Answer answer =
                new Answer(
                        201,
                        Optional.of(URI.create("/api/v1/invoices/" + invoice.id())),
                        Json.bytes(new Envelope<>(view, caller.requestId())));
        boolean written =
                writer.write(
                        new InvoiceInsert(
                                caller,
                                invoice,
                                checked.payer(),
                                events.created(invoice, view),
                                answer));
        return written
                ? Given.first(answer)
                : Given.again(idempotency.usedOr(caller, InvoiceCreation::notMade).kept());
    }

    private Invoice invoice(InvoiceOrders.Checked checked) {
        return new Invoice(
                Ids.next(),
                Ids.token(Invoice.LINK_LENGTH),
                checked.order(),
                checked.clock().instant(),
                clock.instant().plus(checked.order().timeForPayment()));
    }

    private static Problem notMade() {
        return Problem.unavailable(
                "the invoice was not made; send the request again", Duration.ofSeconds(1));
    }
}
