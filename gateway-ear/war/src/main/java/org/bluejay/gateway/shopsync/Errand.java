package org.bluejay.gateway.shopsync;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.SettlesInParts;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.Written;
import org.bluejay.gateway.connector.OpenConnector;
import org.bluejay.gateway.invoice.OrderFunds;
import org.bluejay.gateway.shared.WorkDatabase;
import org.bluejay.gateway.shopsync.OrderPlan.Step;

/**
 * One order, looked at under its lock: read, compared with the money that came, and brought to what
 * the difference asks for. Its promise: what was written is known before the next thing is.
 */
final class Errand {

    private static final System.Logger LOG = System.getLogger(Errand.class.getName());

    /** A shop's server goes on with a write long after we have stopped waiting for it. */
    static final Duration UNCLEAR = Duration.ofSeconds(90);

    private static final Duration CALL = Duration.ofSeconds(20);

    /** Begins the note of an invoice for whose expiry we have asked for a cancellation. */
    private static final String CANCELLING = "cancelling-";

    private final WorkDatabase database;
    private final OrderQueue queue;
    private final OpenShops shops;
    private final OrderQueue.Due due;
    private final Connection connection;
    private final Set<String> notes;
    private UUID cancelledFor;

    Errand(
            WorkDatabase database,
            OrderQueue queue,
            OpenShops shops,
            OrderQueue.Due due,
            Connection connection) {
        this.database = database;
        this.queue = queue;
        this.shops = shops;
        this.due = due;
        this.connection = connection;
        this.notes = new HashSet<>(due.notes());
        this.cancelledFor = due.cancelledFor();
    }

    /** Something was asked of the shop, and nobody knows whether it was done, or will be. */
    static final class WriteUnclear extends Exception {
        private static final long serialVersionUID = 1;

        WriteUnclear(OutcomeUnknown cause) {
            super(cause.getMessage(), cause);
        }
    }

    static String textOf(Rejected refusal) {
        return refusal.code() + ": " + refusal.getMessage();
    }

    Look run() throws ShopException, WriteUnclear {
        OrderSnapshot order = read();
        ownUpTo(order);
        OrderFunds funds = funds(order);
        OrderPlan plan = OrderPlan.of(funds, order, memory());
        Optional<Rejected> refusal = writeAll(plan.steps());
        if (refusal.isPresent()) {
            plan = plan.refused(funds, read());
            tell(plan.noteOf(refusal.get(), order));
        }
        // Read again: what is kept is what the shop says, and its version tells our echo.
        OrderSnapshot left = plan.steps().isEmpty() ? order : read();
        return new Look(left, plan, cancelledFor, notes, refusal.map(Errand::textOf));
    }

    private void remember() {
        database.useTransaction(handle -> queue.remember(handle, due, cancelledFor, notes));
    }

    /** What a cancellation came to whose answer we never got: ours, or none. */
    private void ownUpTo(OrderSnapshot order) {
        List<String> asked =
                notes.stream().filter(note -> note.startsWith(CANCELLING)).sorted().toList();
        if (!asked.isEmpty() && order.cancelled()) {
            String newest = asked.get(asked.size() - 1);
            cancelledFor = UUID.fromString(newest.substring(CANCELLING.length()));
        }
        asked.forEach(notes::remove);
    }

    private OrderPlan.Memory memory() throws ShopException {
        boolean polled = due.heardBy().equals("poll");
        return shops.use(
                connection,
                shop ->
                        new OrderPlan.Memory(
                                cancelledFor,
                                notes,
                                shop.can(SettlesInParts.class),
                                polled && shop.can(ReceivesWebhooks.class)));
    }

    private OrderSnapshot read() throws ShopException {
        Optional<OrderSnapshot> order = ask(shop -> shop.read(due.orderId()));
        // Paid before the shop shows it: tried again, and given up like anything else.
        return order.orElseThrow(
                () -> new NotSent("the shop has no order " + due.orderId() + " yet", null));
    }

    /** In the order's own unit; a shop may count in fewer digits than the standard. */
    private OrderFunds funds(OrderSnapshot order) throws Rejected {
        OrderFunds funds =
                database.inTransaction(
                                handle ->
                                        OrderFunds.read(
                                                handle, connection.owner().shopId(), due.orderId()))
                        .orElseThrow(
                                () -> new Rejected("no-invoice", "no invoice names the order"));
        if (!funds.received().currency().code().equals(order.currency().code())) {
            throw new Rejected(
                    "currency",
                    "the order is in %s and its invoices are in %s"
                            .formatted(order.currency(), funds.received().currency()));
        }
        return funds.in(order.currency());
    }

    /**
     * After a refusal there are only notes: what people have to know does not depend on it.
     *
     * @return the first refusal
     */
    private Optional<Rejected> writeAll(List<Step> steps) throws ShopException, WriteUnclear {
        Optional<Rejected> refusal = Optional.empty();
        for (Step step : steps) {
            if (refusal.isPresent()) {
                if (step instanceof OrderPlan.Annotate note) {
                    tell(note);
                }
            } else {
                refusal = refusalOf(step);
            }
        }
        return refusal;
    }

    private Optional<Rejected> refusalOf(Step step) throws ShopException, WriteUnclear {
        try {
            write(step);
            return Optional.empty();
        } catch (Rejected refusal) {
            return Optional.of(refusal);
        }
    }

    /** Beside the refusal of something else that of a note is none that stops us. */
    private void tell(OrderPlan.Annotate note) throws ShopException, WriteUnclear {
        if (notes.contains(note.note().reference())) {
            return;
        }
        Optional<Rejected> refusal = refusalOf(note);
        if (refusal.isPresent()) {
            LOG.log(
                    Level.INFO,
                    "event=order-note-refused connection={0} order={1} code={2}",
                    connection.id(),
                    due.orderId(),
                    refusal.get().code());
        }
    }

    private void write(Step step) throws ShopException, WriteUnclear {
        try {
            take(step);
        } catch (OutcomeUnknown unclear) {
            throw new WriteUnclear(unclear);
        }
        remember();
    }

    private void take(Step step) throws ShopException {
        if (step instanceof OrderPlan.Settle settle) {
            boolean inParts = !settle.settlement().isFull();
            askToWrite(
                    shop ->
                            inParts
                                    ? ((SettlesInParts) shop).settlePart(settle.settlement())
                                    : shop.settle(settle.settlement()));
            cancelledFor = null;
            told("settled", settle.settlement().paid());
        } else if (step instanceof OrderPlan.Cancel cancel) {
            cancel(cancel);
        } else if (step instanceof OrderPlan.Refund refund) {
            askToWrite(shop -> shop.recordRefund(refund.refund()));
            told("refunded", refund.refund().refunded());
        } else if (step instanceof OrderPlan.Annotate annotate) {
            askToWrite(shop -> shop.annotate(annotate.note()));
            notes.add(annotate.note().reference());
        }
    }

    /** Noted before it is asked: the answer may be lost, and the order is cancelled by us. */
    private void cancel(OrderPlan.Cancel cancel) throws ShopException {
        String asked = CANCELLING + cancel.invoiceId();
        notes.add(asked);
        remember();
        try {
            askToWrite(shop -> shop.cancel(cancel.cancellation()));
        } catch (OutcomeUnknown unclear) {
            throw unclear;
        } catch (ShopException notDone) {
            notes.remove(asked);
            remember();
            throw notDone;
        }
        notes.remove(asked);
        cancelledFor = cancel.invoiceId();
        told("cancelled", null);
    }

    private void told(String what, Money sum) {
        LOG.log(
                Level.INFO,
                "event=order-{0} connection={1} order={2} sum={3} heard-by={4}",
                what,
                connection.id(),
                due.orderId(),
                sum == null ? "-" : sum,
                due.heardBy());
    }

    private <T> T ask(OpenConnector.Question<ShopConnector, T> question) throws ShopException {
        return ask(question, Duration.ZERO);
    }

    /** Should this node die meanwhile, it is as if the answer had been lost. */
    private void askToWrite(OpenConnector.Question<ShopConnector, Written> question)
            throws ShopException {
        ask(question, CALL.plus(UNCLEAR));
    }

    /**
     * Nothing is asked without the lock, which outlasts what is asked; it begins anew once the shop
     * is open, as that takes time, too.
     */
    private <T> T ask(OpenConnector.Question<ShopConnector, T> question, Duration rest)
            throws ShopException {
        return shops.use(
                connection,
                shop -> {
                    if (!database.inTransaction(handle -> queue.renew(handle, due, rest))) {
                        throw new NotSent("another worker has taken the order over", null);
                    }
                    return shop.askOutside(question, CALL);
                });
    }
}
