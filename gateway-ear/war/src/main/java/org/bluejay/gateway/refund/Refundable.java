package org.bluejay.gateway.refund;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bluejay.connector.Money;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.SettledPayment;
import org.bluejay.gateway.shared.Problem;

/**
 * How much of an invoice's money may go back: what is settled, less every refund that has not
 * failed, of each payment and of the invoice as a whole. Reckoned under the invoice's lock.
 *
 * @param all refunds of the invoice
 */
record Refundable(Invoice invoice, List<SettledPayment> payments, List<Refund> all) {

    /**
     * More than anyone gives back in parts, failed ones counted: each is looked at with every
     * further one.
     */
    private static final int MAX_REFUNDS = 500;

    /** What is chosen to go back. */
    record Part(SettledPayment payment, RefundShare share) {}

    private Stream<Refund> notFailed() {
        return all.stream().filter(refund -> refund.state() != RefundState.FAILED);
    }

    /**
     * @throws Problem 422 naming the field that will not do, 409 when nothing is left
     */
    Part choose(NewRefund request) {
        if (all.size() >= MAX_REFUNDS) {
            throw Problem.conflict(
                    "too-many-refunds",
                    "invoice " + invoice.id() + " has had " + MAX_REFUNDS + " refunds");
        }
        if (!ofInvoice().isPositive()) {
            throw Problem.conflict(
                    "nothing-to-refund",
                    "nothing of invoice "
                            + invoice.id()
                            + " can be given back: "
                            + invoice.paid()
                            + " came, and "
                            + taken()
                            + " has gone back or is on its way");
        }
        SettledPayment payment = payment(request.paymentId());
        RefundShare left = RefundShare.left(payment, refundsOf(payment));
        Money most = lesser(left.amount(), ofInvoice());
        Money wanted =
                request.amount() == null ? most : amount(new BigDecimal(request.amount()), most);
        return new Part(payment, left.of(wanted, payment));
    }

    private Money amount(BigDecimal amount, Money most) {
        int decimals = invoice.currency().decimals();
        if (amount.signum() <= 0) {
            throw Problem.invalid("amount", "must be more than zero");
        }
        if (amount.stripTrailingZeros().scale() > decimals) {
            throw Problem.invalid(
                    "amount",
                    "has more decimals than " + invoice.currency() + ", which has " + decimals);
        }
        Money wanted = new Money(amount, invoice.currency());
        if (!most.isAtLeast(wanted)) {
            throw Problem.invalid(
                    "amount", "is more than can still be given back of this payment: " + most);
        }
        return wanted;
    }

    private SettledPayment payment(String paymentId) {
        if (paymentId != null) {
            return Optional.of(UUID.fromString(paymentId))
                    .flatMap(this::find)
                    .filter(this::hasSomething)
                    .orElseThrow(
                            () ->
                                    Problem.invalid(
                                            "paymentId",
                                            "is no settled payment of this invoice of which"
                                                    + " anything is left"));
        }
        List<SettledPayment> some = payments.stream().filter(this::hasSomething).toList();
        if (some.size() != 1) {
            throw Problem.invalid(
                    "paymentId",
                    some.isEmpty()
                            ? "names nothing: no payment of this invoice has anything left"
                            : "is required, because several payments paid this invoice");
        }
        return some.get(0);
    }

    private Optional<SettledPayment> find(UUID id) {
        return payments.stream().filter(payment -> payment.id().equals(id)).findFirst();
    }

    /** Payments of which something can go back, oldest first. */
    boolean hasSomething(SettledPayment payment) {
        return RefundShare.left(payment, refundsOf(payment)).amount().isPositive();
    }

    /** Whether more is to go back than came, because some that came was taken back since. */
    boolean isOverdrawn() {
        return !invoice.paid().isAtLeast(taken());
    }

    private List<Refund> refundsOf(SettledPayment payment) {
        return notFailed().filter(refund -> refund.paymentId().equals(payment.id())).toList();
    }

    /** Of a payment that was taken back some may have been refunded before: it counts here. */
    private Money ofInvoice() {
        return invoice.paid().minus(taken()).orZero();
    }

    private Money taken() {
        return notFailed().map(Refund::amount).reduce(Money.zero(invoice.currency()), Money::plus);
    }

    private static Money lesser(Money one, Money other) {
        return one.isAtLeast(other) ? other : one;
    }
}
