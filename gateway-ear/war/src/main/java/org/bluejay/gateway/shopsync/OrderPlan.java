package org.bluejay.gateway.shopsync;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.Note;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.gateway.invoice.OrderFunds;
import org.bluejay.gateway.shared.StorableText;

/**
 * What the difference between the money that came and the order as the shop has it asks for. A pure
 * function of the two, so that it does not matter what happened in between, how often it was told,
 * or in which order.
 *
 * @param steps in the order in which they are taken; none when shop and money agree
 * @param refundDue came, and is more than the order costs
 * @param unbacked the shop says that it is paid, and nobody sent it through us
 */
record OrderPlan(List<Step> steps, Money refundDue, Money unbacked) {

    /** One write to the shop. */
    sealed interface Step {}

    record Settle(Settlement settlement) implements Step {}

    record Cancel(Cancellation cancellation, UUID invoiceId) implements Step {}

    record Refund(RefundRecord refund) implements Step {}

    record Annotate(Note note) implements Step {}

    /**
     * What we remember of an order.
     *
     * @param cancelledFor the invoice whose expiry we cancelled it for, or null
     * @param notes references of notes it carries
     * @param takesParts whether its platform can record less than the total
     * @param foundByPoll whether the shop's own webhook should have told us, and did not
     */
    record Memory(UUID cancelledFor, Set<String> notes, boolean takesParts, boolean foundByPoll) {}

    static OrderPlan of(OrderFunds funds, OrderSnapshot order, Memory memory) {
        return new Draft(funds, order, memory).plan();
    }

    /**
     * What is left to tell when the shop would not take over the money: all of it that the order
     * does not have is due, to the order or back to the payer.
     *
     * @param order as the refusal has left it
     */
    OrderPlan refused(OrderFunds funds, OrderSnapshot order) {
        Money idle = funds.kept().minus(order.paidThroughUs()).orZero();
        return new OrderPlan(steps, refundDue.isAtLeast(idle) ? refundDue : idle, unbacked);
    }

    /** Tells the staff what their shop has refused, and which money hangs in the air for it. */
    Annotate noteOf(Rejected refusal, OrderSnapshot order) {
        String due =
                refundDue.isPositive()
                        ? " "
                                + refundDue
                                + " that came is not part of this order: correct the order, or pay"
                                + " it back."
                        : "";
        String why = "The shop refused what Bluejay asked for: " + refusal.getMessage() + ".";
        String reference = "refused-" + refundDue.toPlainString() + "-" + refusal.code();
        int room = Note.MAX_TEXT - due.length();
        return new Annotate(
                new Note(
                        order.id(), referenceOf(reference), StorableText.bounded(why, room) + due));
    }

    private static String referenceOf(String text) {
        String clean = text.replaceAll("[^A-Za-z0-9-]", "-");
        return clean.length() <= 64 ? clean : clean.substring(0, 64);
    }

    /** The reckoning; all sums in the order's own currency. */
    private static final class Draft {
        private final OrderFunds funds;
        private final OrderSnapshot order;
        private final Memory memory;
        private final List<Step> steps = new ArrayList<>();
        private final Money owed;
        private final Money excess;

        Draft(OrderFunds funds, OrderSnapshot order, Memory memory) {
            this.funds = funds;
            this.order = order;
            this.memory = memory;
            Money nothing = Money.zero(order.currency());
            this.owed = isCalledOff() ? nothing : order.total();
            // What others paid stays where it is: it is our money that is too much.
            this.excess = tooMuchOf(funds.received());
        }

        private Money tooMuchOf(Money ours) {
            return lesser(ours, ours.plus(order.paidElsewhere()).minus(owed).orZero());
        }

        /** By the shop's staff: what we cancelled ourselves for want of money, money revives. */
        private boolean isCalledOff() {
            return order.cancelled() && memory.cancelledFor() == null;
        }

        OrderPlan plan() {
            settle();
            cancel();
            refund();
            Money refundDue = tooMuchOf(funds.kept());
            Money unbacked = order.paid().minus(funds.received()).orZero();
            noteDifferences(refundDue, unbacked);
            boolean writes = steps.stream().anyMatch(step -> !(step instanceof Annotate));
            if (writes && memory.foundByPoll()) {
                note(
                        "polled-" + order.version(),
                        "Bluejay found this change by asking the shop: the shop's webhook did not"
                                + " arrive.");
            }
            return new OrderPlan(List.copyOf(steps), refundDue, unbacked);
        }

        private void settle() {
            Money target = lesser(funds.received().plus(order.paidElsewhere()), owed);
            if (funds.received().isZero()
                    || !target.isPositive()
                    || order.paid().isAtLeast(target)) {
                return;
            }
            if (target.isAtLeast(order.total()) || memory.takesParts()) {
                steps.add(
                        new Settle(
                                new Settlement(
                                        order.id(),
                                        target,
                                        order.total(),
                                        funds.paidBy().toString())));
            } else {
                note(
                        "part-" + funds.received().toPlainString(),
                        "Bluejay has received "
                                + funds.received()
                                + " of "
                                + order.total()
                                + " for this order so far.");
            }
        }

        private void cancel() {
            boolean nothingCame =
                    funds.received().isZero() && funds.seen().isZero() && order.paid().isZero();
            boolean over = funds.open() == 0 && funds.newestExpired();
            boolean before = funds.newest().equals(memory.cancelledFor());
            if (nothingCame && over && !before && !order.cancelled()) {
                steps.add(
                        new Cancel(
                                new Cancellation(order.id(), "No payment reached Bluejay in time."),
                                funds.newest()));
            }
        }

        /** What was too much goes back first, and never was part of the order. */
        private void refund() {
            Money ofOrder = funds.refunded().minus(excess).orZero();
            Money target = lesser(ofOrder, lesser(funds.received(), owed));
            if (target.isPositive() && !order.refunded().isAtLeast(target)) {
                steps.add(
                        new Refund(
                                new RefundRecord(
                                        order.id(),
                                        target,
                                        funds.paidBy().toString(),
                                        "Refunded through Bluejay.")));
            }
        }

        private void noteDifferences(Money refundDue, Money unbacked) {
            if (refundDue.isPositive()) {
                note(
                        "refund-due-" + refundDue.toPlainString(),
                        "Bluejay has received "
                                + funds.received()
                                + " for this order, which costs "
                                + owed
                                + andOthersPaid()
                                + ": "
                                + refundDue
                                + " is due back to the payer.");
            }
            if (unbacked.isPositive()) {
                note(
                        "unbacked-" + unbacked.toPlainString(),
                        "The shop has recorded "
                                + order.paid()
                                + " as paid; "
                                + unbacked
                                + " of it did not come through Bluejay.");
            }
            Money wanted = order.refunded().minus(funds.refunded()).orZero();
            if (wanted.isPositive()) {
                note(
                        "refund-in-shop-" + wanted.toPlainString(),
                        "The shop has recorded a refund of "
                                + wanted
                                + " that Bluejay has not paid out: a person has to review it.");
            }
        }

        /** Staff who saw our money and marked the order paid by hand know better than we do. */
        private String andOthersPaid() {
            return order.paidElsewhere().isPositive()
                    ? " and has %s recorded as paid another way, unless that is the same money"
                            .formatted(order.paidElsewhere())
                    : "";
        }

        private void note(String reference, String text) {
            String bounded = referenceOf(reference);
            if (!memory.notes().contains(bounded)) {
                steps.add(new Annotate(new Note(order.id(), bounded, text)));
            }
        }

        private static Money lesser(Money one, Money other) {
            return one.isAtLeast(other) ? other : one;
        }
    }
}
