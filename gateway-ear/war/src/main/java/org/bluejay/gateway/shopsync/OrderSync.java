package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
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
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;
import org.bluejay.gateway.invoice.OrderFunds;
import org.bluejay.gateway.shared.WorkDatabase;
import org.bluejay.gateway.shopsync.OrderPlan.Step;

/**
 * Brings one order after the other into agreement with the money that came for it. Its promise: an
 * order is read before anything is written to it, again after every failure; so nothing is settled,
 * cancelled or restocked twice, whatever node dies at whatever moment.
 */
@ApplicationScoped
class OrderSync {

    private static final System.Logger LOG = System.getLogger(OrderSync.class.getName());

    private static final Duration CALL = Duration.ofSeconds(20);

    /** A shop's server goes on with a write long after we have stopped waiting for it. */
    private static final Duration UNCLEAR = Duration.ofSeconds(90);

    /** Pauses after the first, second … failed try; the last one for all that follow. */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15));

    /** Begins the note of an invoice for whose expiry we have asked for a cancellation. */
    private static final String CANCELLING = "cancelling-";

    /** Three days of trying. */
    private static final int MOST_TRIES = 290;

    @Inject WorkDatabase database;
    @Inject Connections connections;
    @Inject OrderQueue queue;
    @Inject OpenShops shops;
    @Inject Clock clock;

    /**
     * Looks at one order that is due, if there is one.
     *
     * @return whether there was
     */
    boolean syncNext() {
        Optional<OrderQueue.Due> due = database.inTransaction(queue::take);
        due.ifPresent(this::sync);
        return due.isPresent();
    }

    private void sync(OrderQueue.Due due) {
        long deadline = System.nanoTime() + OrderQueue.LEASE.toNanos();
        try {
            Connection connection =
                    database.inTransaction(handle -> connections.find(handle, due.connectionId()))
                            .orElseThrow();
            sync(due, connection, deadline);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=order-sync-failed connection=" + due.connectionId(), e);
            again(due, "it failed with " + e.getClass().getSimpleName(), Duration.ZERO);
        }
    }

    private void sync(OrderQueue.Due due, Connection connection, long deadline) {
        try {
            Look look = new Errand(due, connection, deadline).run();
            look.refusal().ifPresent(refusal -> logGivenUp(due));
            database.useTransaction(handle -> queue.finish(handle, due, look));
        } catch (Rejected e) {
            bury(due, textOf(e));
        } catch (NeedsReconnect e) {
            LOG.log(Level.WARNING, "event=shop-needs-reconnect connection={0}", connection.id());
            database.useTransaction(
                    handle -> {
                        connections.needsReconnect(handle, connection, clock.instant());
                        queue.tryAgain(handle, due, e.getMessage(), PAUSES.get(0));
                    });
        } catch (Throttled e) {
            again(due, e.getMessage(), e.retryAfter());
        } catch (WriteUnclear e) {
            rest(due, e.getMessage());
        } catch (ShopException e) {
            again(due, e.getMessage(), Duration.ZERO);
        } catch (OrderFunds.MixedCurrencies | ArithmeticException | IllegalArgumentException e) {
            bury(due, e.getMessage());
        }
    }

    private static String textOf(Rejected refusal) {
        return refusal.code() + ": " + refusal.getMessage();
    }

    private void again(OrderQueue.Due due, String fault, Duration least) {
        if (due.tries() >= MOST_TRIES) {
            bury(due, fault);
            return;
        }
        Duration pause = PAUSES.get(Math.min(due.tries(), PAUSES.size()) - 1);
        Duration longer = least.compareTo(pause) > 0 ? least : pause;
        database.useTransaction(handle -> queue.tryAgain(handle, due, fault, longer));
    }

    /** What is read before the write has ended is no reading. */
    private void rest(OrderQueue.Due due, String fault) {
        database.useTransaction(handle -> queue.rest(handle, due, UNCLEAR));
        again(due, fault, UNCLEAR);
    }

    private static void logGivenUp(OrderQueue.Due due) {
        LOG.log(
                Level.WARNING,
                "event=order-given-up connection={0} order={1}",
                due.connectionId(),
                due.orderId());
    }

    private void bury(OrderQueue.Due due, String fault) {
        logGivenUp(due);
        database.useTransaction(handle -> queue.bury(handle, due, fault));
    }

    /** Something was asked of the shop, and nobody knows whether it was done, or will be. */
    private static final class WriteUnclear extends Exception {
        private static final long serialVersionUID = 1;

        WriteUnclear(OutcomeUnknown cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** One order, looked at under its lock. */
    private final class Errand {
        private final OrderQueue.Due due;
        private final Connection connection;
        private final long deadline;
        private final Set<String> notes;
        private UUID cancelledFor;

        Errand(OrderQueue.Due due, Connection connection, long deadline) {
            this.due = due;
            this.connection = connection;
            this.deadline = deadline;
            this.notes = new HashSet<>(due.notes());
            this.cancelledFor = due.cancelledFor();
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
            return new Look(left, plan, cancelledFor, notes, refusal.map(OrderSync::textOf));
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
            OpenShop shop = shops.of(connection);
            boolean overlooked = due.heardBy().equals("poll") && shop.can(ReceivesWebhooks.class);
            return new OrderPlan.Memory(
                    cancelledFor, notes, shop.can(SettlesInParts.class), overlooked);
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
                                                    handle,
                                                    connection.owner().shopId(),
                                                    due.orderId()))
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
                ask(
                        shop ->
                                inParts
                                        ? ((SettlesInParts) shop).settlePart(settle.settlement())
                                        : shop.settle(settle.settlement()));
                cancelledFor = null;
                told("settled", settle.settlement().paid());
            } else if (step instanceof OrderPlan.Cancel cancel) {
                cancel(cancel);
            } else if (step instanceof OrderPlan.Refund refund) {
                ask(shop -> shop.recordRefund(refund.refund()));
                told("refunded", refund.refund().refunded());
            } else if (step instanceof OrderPlan.Annotate annotate) {
                ask(shop -> shop.annotate(annotate.note()));
                notes.add(annotate.note().reference());
            }
        }

        /** Noted before it is asked: the answer may be lost, and the order is cancelled by us. */
        private void cancel(OrderPlan.Cancel cancel) throws ShopException {
            String asked = CANCELLING + cancel.invoiceId();
            notes.add(asked);
            remember();
            try {
                ask(shop -> shop.cancel(cancel.cancellation()));
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

        /** Nothing is asked that could outlast the lock. */
        private <T> T ask(OpenShop.Question<T> question) throws ShopException {
            if (deadline - System.nanoTime() < 2 * CALL.toNanos()) {
                throw new NotSent("the look took too long", null);
            }
            return shops.of(connection).askOutside(question, CALL);
        }
    }
}
