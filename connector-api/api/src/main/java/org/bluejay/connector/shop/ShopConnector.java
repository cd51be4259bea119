package org.bluejay.connector.shop;

import java.util.Optional;
import org.bluejay.connector.Health;

/**
 * One shop, opened with one connection's settings. Thread-safe; keeps nothing in memory that a
 * restart may not lose. The host writes to one order from one thread at a time, over all nodes, and
 * reads before it writes; it never calls inside a database transaction.
 *
 * <p>Every write looks before it leaps: what the order has come to already is {@link
 * Written.AlreadyDone}, and nothing is sent. That is what makes a repetition harmless on platforms
 * without idempotency keys.
 *
 * <p>What a platform can do besides is a further interface: {@link SettlesInParts}, {@link
 * ReceivesWebhooks}, {@link PollsOrders}. One that does neither of the last two never hears of what
 * happens in the shop.
 */
public interface ShopConnector extends AutoCloseable {

    /**
     * The order as the shop has it now, read from the shop itself and from no cache.
     *
     * @param orderId the platform's own id, as {@link OrderSnapshot#id()}
     * @return empty when the shop says that it has no such order, or not yet
     */
    Optional<OrderSnapshot> read(String orderId) throws ShopException;

    /**
     * Has the shop take the order for paid in full, whatever state it was in that can be paid; a
     * cancelled one too, since the money is there. The shop's own steps (stock, mails) run as for
     * any paid order.
     *
     * @return {@link Written.AlreadyDone} when the shop has recorded as much already
     * @throws ShopException.NotSent also when the order's total is no longer {@link
     *     Settlement#total()}: nothing was written
     * @throws ShopException.Rejected also when the order is cancelled and the platform knows no way
     *     back: the money is to be paid back
     */
    Written settle(Settlement settlement) throws ShopException;

    /**
     * Cancels an unpaid order and puts what it held back into stock: once, however often it is
     * asked.
     *
     * @return {@link Written.AlreadyDone} when it is cancelled already; the stock stays as it is
     * @throws ShopException.Rejected also when the shop has recorded any payment on it, or waits
     *     for one of another method: an order that others paid or may pay is never cancelled
     */
    Written cancel(Cancellation cancellation) throws ShopException;

    /**
     * Records that money went back to the payer. Nothing is paid out by this: the money has moved
     * already, and the shop's own payment method must not move it again. The stock stays as it is.
     *
     * @return {@link Written.AlreadyDone} when the shop has recorded as much already
     */
    Written recordRefund(RefundRecord refund) throws ShopException;

    /**
     * Leaves a note on the order for the shop's staff; the shopper never sees it.
     *
     * @return {@link Written.AlreadyDone} when a note of this reference is there already
     */
    Written annotate(Note note) throws ShopException;

    /** Whether the shop answers and lets us in. Takes at most five seconds and never throws. */
    Health health();

    /** Lets go of everything; twice does no harm. */
    @Override
    void close();
}
