package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.event.EventLog;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes down what has happened to an invoice and its money, in one rising order per invoice. */
@ApplicationScoped
class InvoiceEvents {

    @Inject EventLog log;

    @Inject
    @ConfigProperty(name = "bluejay.public-url", defaultValue = "http://localhost:8080")
    String publicUrl;

    /**
     * @param happened types of events, without their {@code invoice.}
     */
    void tell(Invoice invoice, List<String> happened, Instant now) {
        happened.forEach(type -> tell(invoice, "invoice." + type, now));
    }

    void tell(Invoice invoice, String type, Instant now) {
        tell(invoice, type, new Event.ObjectRef("invoice", invoice.id()), view(invoice), now);
    }

    /**
     * Something that has happened to an object that belongs to an invoice.
     *
     * @param data the object as it stands now, as the API shows it
     */
    void tell(Invoice invoice, String type, Event.ObjectRef object, Object data, Instant now) {
        log.append(
                event(
                        invoice,
                        type,
                        object.type(),
                        object.id(),
                        data,
                        invoice.nextSequence(),
                        now));
    }

    /** Money came or went; told before what it means for the invoice. */
    void tell(Invoice invoice, Transfer transfer, String type, Instant now) {
        PaymentView payment = PaymentView.of(transfer, invoice.currency().decimals());
        log.append(
                event(
                        invoice,
                        type,
                        "payment",
                        transfer.id(),
                        payment,
                        invoice.nextSequence(),
                        now));
    }

    /** Something about money that nobody knows the purpose of. */
    void tellStray(Transfer transfer, String type, long sequence, Instant now) {
        log.append(
                new Event(
                        Ids.next(),
                        transfer.merchantId(),
                        transfer.shopId(),
                        transfer.environment(),
                        type,
                        new Event.ObjectRef("payment", transfer.id()),
                        transfer.id(),
                        sequence,
                        now,
                        null,
                        Json.text(
                                PaymentView.of(
                                        transfer, transfer.amount().currency().decimals()))));
    }

    /** The first event of an invoice, to be written together with it. */
    Event created(Invoice invoice, InvoiceView view) {
        return event(
                invoice,
                "invoice.created",
                "invoice",
                invoice.id(),
                view,
                invoice.sequence(),
                invoice.createdAt());
    }

    InvoiceView view(Invoice invoice) {
        return InvoiceView.of(invoice, publicUrl);
    }

    private static Event event(
            Invoice invoice,
            String type,
            String objectType,
            UUID objectId,
            Object data,
            long sequence,
            Instant now) {
        return new Event(
                Ids.next(),
                invoice.merchantId(),
                invoice.shopId(),
                invoice.environment(),
                type,
                new Event.ObjectRef(objectType, objectId),
                invoice.id(),
                sequence,
                now,
                invoice.webhookUrl().orElse(null),
                Json.text(data));
    }
}
