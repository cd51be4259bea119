package org.bluejay.gateway.refund;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.MoneyBack;
import org.bluejay.gateway.invoice.SettledPayment;
import org.bluejay.gateway.ledger.EntryKind;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;

/**
 * What merchants do about refunds. One method is one transaction; nothing in here talks to the
 * outside: what is made here is sent afterwards.
 */
@ApplicationScoped
@Transactional
public class RefundService {

    @Inject MoneyBack money;
    @Inject RefundRepository refunds;
    @Inject RefundBooks books;
    @Inject AuditLog audit;
    @Inject Event<RefundsDue> due;
    @Inject Clock clock;

    /**
     * Sets money of an invoice aside to give it back.
     *
     * @throws Problem 404 when the caller has no such invoice; 422 naming the field, when the
     *     payment is not one of the invoice's or has less left than is wanted; 409 when nothing is
     *     left, when the shop or the network has this refund already, or when what is to be
     *     recorded may be a refund that is under way
     */
    public RefundView create(Caller caller, String invoiceIdOrLink, NewRefund request) {
        Invoice invoice = money.lock(caller, invoiceIdOrLink);
        List<Refund> earlier = refunds.of(invoice);
        requireUnpaired(invoice, request);
        Refundable.Part part =
                new Refundable(invoice, money.settled(invoice), earlier).choose(request);
        if (request.networkRefundId() != null) {
            requireNoneUnderWay(part.payment(), earlier);
            requireUnrecorded(
                    invoice, part.payment().network(), request.networkRefundId(), Optional.empty());
        }
        Instant now = money.timeOf(invoice);
        UUID payer =
                request.destination() == null
                        ? null
                        : money.keepDestination(invoice.shopId(), request.destination());
        Refund refund =
                new Refund(
                        Ids.next(),
                        invoice,
                        part.payment(),
                        part.share(),
                        payer,
                        request.shopRefundId(),
                        now,
                        clock.instant());
        refunds.add(refund);
        tell(invoice, refund, "refund.created", now);
        note(caller, refund, "refund.create");
        if (request.networkRefundId() == null) {
            books.post(refund, now, EntryKind.REFUND_CREATED);
            due.fire(new RefundsDue());
        } else {
            refund.recordAsOfNetwork(request.networkRefundId(), now);
            tellPaid(invoice, refund, now);
            books.post(refund, now, EntryKind.REFUND_CREATED, EntryKind.REFUND_COMPLETED);
        }
        return RefundView.of(refund);
    }

    /** Sets everything aside that an invoice has left, one refund for each payment. */
    public List<RefundView> createAll(Caller caller, String invoiceIdOrLink) {
        Invoice invoice = money.lock(caller, invoiceIdOrLink);
        Refundable all = new Refundable(invoice, money.settled(invoice), refunds.of(invoice));
        List<String> payments =
                all.payments().stream()
                        .filter(all::hasSomething)
                        .map(payment -> payment.id().toString())
                        .toList();
        if (payments.isEmpty()) {
            return List.of(create(caller, invoiceIdOrLink, NewRefund.ALL));
        }
        return payments.stream()
                .map(payment -> new NewRefund(null, payment, null, null, null))
                .map(request -> create(caller, invoiceIdOrLink, request))
                .toList();
    }

    private void requireUnpaired(Invoice invoice, NewRefund request) {
        if (request.shopRefundId() == null) {
            return;
        }
        if (request.networkRefundId() != null) {
            throw Problem.invalid(
                    "networkRefundId",
                    "must be left out with a shopRefundId: record it afterwards");
        }
        refunds.ofShopsOwn(invoice.shopId(), request.shopRefundId())
                .ifPresent(
                        known -> {
                            throw known(known, "the shop's refund " + request.shopRefundId());
                        });
    }

    /** What somebody saw at the network may be the very refund that the gateway asked it for. */
    private static void requireNoneUnderWay(SettledPayment payment, List<Refund> earlier) {
        earlier.stream()
                .filter(refund -> refund.paymentId().equals(payment.id()))
                .filter(refund -> refund.state().mayHaveBeenHeardOf())
                .findFirst()
                .ifPresent(
                        refund -> {
                            throw Problem.conflict(
                                            "refund-in-flight",
                                            "refund "
                                                    + refund.id()
                                                    + " of the same payment is "
                                                    + refund.state().text()
                                                    + "; if it is the one that was paid, record"
                                                    + " that one, else wait until it has ended")
                                    .with("refundId", refund.id());
                        });
    }

    private void requireUnrecorded(
            Invoice invoice, String network, String reference, Optional<UUID> itself) {
        refunds.knownAs(invoice.merchantId(), invoice.environment(), network, reference)
                .filter(known -> itself.filter(known::equals).isEmpty())
                .ifPresent(
                        known -> {
                            throw known(known, "what " + network + " calls " + reference);
                        });
    }

    private static Problem known(UUID refund, String name) {
        return Problem.conflict("refund-known", name + " is refund " + refund + " already")
                .with("refundId", refund);
    }

    /**
     * A person has paid a refund that the gateway could not, or has seen that one was paid whose
     * answer was lost or which the network does not tell the end of.
     *
     * @param reference by which it is found in the books of whoever paid it
     * @throws Problem 404; 409 when it waits for no person, or when another refund was recorded
     *     under this reference
     */
    public RefundView record(Caller caller, UUID id, String reference) {
        Held held = hold(caller, id);
        RefundState state = held.refund.state();
        if (!state.canBeRecorded()) {
            throw Problem.conflict(
                    "refund-not-manual",
                    "refund "
                            + id
                            + " is "
                            + state.text()
                            + "; only one that is manual, unknown or processing is recorded by"
                            + " a person");
        }
        requireUnrecorded(held.invoice, held.refund.network(), reference, Optional.of(id));
        held.refund.record(reference, held.now);
        note(caller, held.refund, "refund.confirm");
        tellPaid(held.invoice, held.refund, held.now);
        books.post(held.refund, held.now, EntryKind.REFUND_COMPLETED);
        return RefundView.of(held.refund);
    }

    /**
     * A refund is not to be paid after all; its money can be given back anew.
     *
     * @throws Problem 404; 409 once the network may have heard of it
     */
    public RefundView cancel(Caller caller, UUID id) {
        Held held = hold(caller, id);
        RefundState state = held.refund.state();
        if (state != RefundState.MANUAL && state != RefundState.CREATED) {
            throw Problem.conflict(
                    "refund-under-way",
                    "refund " + id + " is " + state.text() + " and cannot be called off any more");
        }
        held.refund.fail("called off by the merchant", held.now);
        note(caller, held.refund, "refund.cancel");
        tell(held.invoice, held.refund, "refund.failed", held.now);
        books.post(held.refund, held.now, EntryKind.REFUND_FAILED);
        return RefundView.of(held.refund);
    }

    /** All refunds of an invoice of the caller's, oldest first. */
    public List<RefundView> ofInvoice(Caller caller, String invoiceIdOrLink) {
        return refunds.of(money.get(caller, invoiceIdOrLink)).stream().map(RefundView::of).toList();
    }

    /** Refunds of the caller's shops, newest first. */
    public Page<RefundView> list(
            Caller caller, RefundRepository.Filter filter, Optional<UUID> before, int limit) {
        return Page.of(
                        refunds.page(caller, filter, before, limit),
                        limit,
                        refund -> refund.id().toString())
                .map(RefundView::of);
    }

    /**
     * @throws Problem 404 when the caller has no such refund
     */
    public RefundView get(Caller caller, UUID id) {
        return RefundView.of(find(caller, id));
    }

    /** The clock of a sandbox shop has moved: what waits for its time is due so much earlier. */
    public void advance(UUID shopId, Duration by) {
        refunds.pullForward(shopId, by);
        due.fire(new RefundsDue());
    }

    /** A refund under its invoice's lock. */
    private record Held(Invoice invoice, Refund refund, Instant now) {}

    private Held hold(Caller caller, UUID id) {
        Refund found = find(caller, id);
        Invoice invoice = money.lock(found.merchantId(), found.invoiceId());
        return new Held(invoice, refunds.fresh(id), money.timeOf(invoice));
    }

    private Refund find(Caller caller, UUID id) {
        return refunds.find(caller, id).orElseThrow(() -> Problem.notFound("refund"));
    }

    private void tellPaid(Invoice invoice, Refund refund, Instant now) {
        tell(invoice, refund, "refund.completed", now);
        money.gaveBack(invoice, refund.amount(), now);
    }

    private void tell(Invoice invoice, Refund refund, String type, Instant now) {
        money.tell(invoice, type, refund.id(), RefundView.of(refund), now);
    }

    private void note(Caller caller, Refund refund, String action) {
        audit.record(
                caller,
                Optional.of(refund.shopId()),
                action,
                "refund",
                refund.id(),
                Map.of(
                        "invoiceId",
                        refund.invoiceId(),
                        "paymentId",
                        refund.paymentId(),
                        "amount",
                        refund.amount().toString()));
    }
}
