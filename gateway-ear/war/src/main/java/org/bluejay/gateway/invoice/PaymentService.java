package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;

/**
 * The money that came, whatever it was for, and what a person makes of money that came without
 * saying. One method is one transaction.
 */
@ApplicationScoped
@Transactional
public class PaymentService {

    private static final String OF_CALLER =
            """
            select t from Transfer t
            where t.merchantId = :merchant and t.environment = :environment\
            """;

    @Inject EntityManager em;
    @Inject InvoiceRepository invoices;
    @Inject InvoiceEvents events;
    @Inject Bookkeeping books;
    @Inject AuditLog audit;
    @Inject Pricing pricing;
    @Inject Shops shops;

    /**
     * Payments to the caller's shops, newest first.
     *
     * @param assigned whether only those that belong to an invoice, or only those that do not; all
     *     when empty
     */
    public Page<PaymentView> list(
            Caller caller, Optional<Boolean> assigned, Optional<UUID> before, int limit) {
        String which =
                assigned.map(yes -> " and t.invoiceId is " + (yes ? "not null" : "null"))
                        .orElse("");
        String from = before.isPresent() ? " and t.id < :before" : "";
        var query =
                em.createQuery(
                        ofCaller(caller) + which + from + " order by t.id desc", Transfer.class);
        bind(query, caller);
        before.ifPresent(id -> query.setParameter("before", id));
        List<Transfer> rows = query.setMaxResults(limit + 1).getResultList();
        return Page.of(rows, limit, transfer -> transfer.id().toString()).map(this::view);
    }

    /**
     * @throws Problem 404 when the caller has no such payment
     */
    public PaymentView get(Caller caller, UUID id) {
        return view(find(caller, id));
    }

    /**
     * Gives a payment that came without an attempt to an invoice of the same shop.
     *
     * @throws Problem 404 when there is no such payment or invoice; 409 when the payment belongs to
     *     an invoice already, was taken back, is of another shop than the invoice, or in a unit for
     *     which there is no rate; 503 when there is no rate right now
     */
    public PaymentView assign(Caller caller, UUID id, String invoiceIdOrLink) {
        UUID paymentId = find(caller, id).id();
        Invoice invoice =
                invoices.find(caller, invoiceIdOrLink)
                        .map(found -> invoices.lock(found.id()))
                        .orElseThrow(() -> Problem.notFound("invoice"));
        Transfer payment = invoices.transfer(paymentId).orElseThrow();
        requireAssignable(payment, invoice);
        Instant now = shops.clockOf(invoice.shopId()).instant();
        payment.assign(invoice, null, pricing.value(payment.amount(), invoice.currency()));
        events.tell(invoice, payment, "payment.received", now);
        events.tell(invoice, invoice.reckon(invoices.transfers(invoice), now), now);
        audit.record(
                caller,
                Optional.of(invoice.shopId()),
                "payment.assign",
                "payment",
                payment.id(),
                Map.of("invoiceId", invoice.id()));
        books.keep(List.of(payment), now);
        return view(payment);
    }

    private void requireAssignable(Transfer payment, Invoice invoice) {
        if (payment.invoiceId().isPresent()) {
            throw Problem.conflict(
                            "payment-assigned",
                            "payment " + payment.id() + " belongs to an invoice already")
                    .with("invoiceId", payment.invoiceId().get());
        }
        if (!payment.counts()) {
            throw Problem.conflict(
                    "payment-gone", "payment " + payment.id() + " was taken back by its network");
        }
        if (!payment.shopId().equals(invoice.shopId())) {
            throw Problem.conflict(
                    "payment-of-another-shop",
                    "payment "
                            + payment.id()
                            + " came to shop "
                            + payment.shopId()
                            + "; choose an invoice of that shop");
        }
        if (!pricing.canValue(payment.amount().currency(), invoice.currency())) {
            throw Problem.conflict(
                    "payment-in-another-unit",
                    "payment "
                            + payment.id()
                            + " is in "
                            + payment.amount().currency().code()
                            + " and invoice "
                            + invoice.id()
                            + " in "
                            + invoice.currency().code()
                            + "; there is no rate to credit it at: enter one in"
                            + " bluejay.rates.fixed");
        }
    }

    private PaymentView view(Transfer transfer) {
        int decimals =
                transfer.invoiceId()
                        .map(id -> invoices.byId(id).currency().decimals())
                        .orElse(transfer.amount().currency().decimals());
        return PaymentView.of(transfer, decimals);
    }

    private Transfer find(Caller caller, UUID id) {
        var query = em.createQuery(ofCaller(caller) + " and t.id = :id", Transfer.class);
        bind(query, caller);
        return query.setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("payment"));
    }

    private static String ofCaller(Caller caller) {
        return OF_CALLER + (caller.shop().isPresent() ? " and t.shopId = :shop" : "");
    }

    private static void bind(jakarta.persistence.Query query, Caller caller) {
        query.setParameter("merchant", caller.merchantId())
                .setParameter("environment", EnvironmentConverter.text(caller.environment()));
        caller.shop().ifPresent(shop -> query.setParameter("shop", shop));
    }
}
