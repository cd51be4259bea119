package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.bluejay.connector.Health;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.Note;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.Written;

/**
 * One Vendure shop. Reads before each write, and writes only what is missing. Vendure records a
 * manual payment of all that is owing or none, so parts are not settled; and it sends no webhooks,
 * so changes are polled.
 */
final class VendureShop implements ShopConnector, PollsOrders {

    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int NOTES_AT_ONCE = 100;
    private static final int MOST_NOTES = 1_000;

    private final AdminApi api;
    private final Precision precision;
    private final String method;
    private final Payments payments;
    private final Refunds refunds;
    private final OrderFeed feed;

    VendureShop(AdminApi api, String method, Clock clock) {
        this.api = api;
        this.precision = new Precision(api, clock);
        this.method = method;
        this.payments = new Payments(api, method);
        this.refunds = new Refunds(api, method);
        this.feed = new OrderFeed(api);
    }

    @Override
    public Optional<OrderSnapshot> read(String orderId) throws ShopException {
        return find(orderId).map(order -> order.snapshot(method));
    }

    private Optional<Order> find(String orderId) throws ShopException {
        JsonNode order = api.ask(Documents.ORDER, ofOrder(orderId)).path("order");
        if (order.isNull()) {
            return Optional.empty();
        }
        return Optional.of(Order.of(order, precision.decimals()));
    }

    private Order must(String orderId) throws ShopException {
        return find(orderId)
                .orElseThrow(() -> new Rejected("no-order", "Vendure has no such order"));
    }

    private static ObjectNode ofOrder(String id) {
        return Json.object().put("id", id);
    }

    @Override
    public Written settle(Settlement settlement) throws ShopException {
        return payments.settle(must(settlement.orderId()), settlement);
    }

    @Override
    public Written cancel(Cancellation cancellation) throws ShopException {
        Order order = must(cancellation.orderId());
        if (order.isCancelled()) {
            return new Written.AlreadyDone();
        }
        if (order.paid().isPositive()) {
            throw new Rejected("paid", "the order is paid with " + order.paid());
        }
        // An authorisation or a transfer that somebody waits for: the expiry of our invoice says
        // nothing about it.
        payments.refuseOthersOpenPayments(order);
        ObjectNode variables = ofOrder(order.id()).put("reason", cancellation.reason());
        Answers.resultOf(api.ask(Documents.CANCEL, variables), "cancelOrder", "Order");
        return new Written.Done();
    }

    @Override
    public Written recordRefund(RefundRecord refund) throws ShopException {
        return refunds.record(must(refund.orderId()), refund);
    }

    @Override
    public Written annotate(Note note) throws ShopException {
        String mark = "[bluejay " + note.reference() + "]";
        if (isThere(note.orderId(), mark)) {
            return new Written.AlreadyDone();
        }
        ObjectNode variables = ofOrder(note.orderId()).put("note", note.text() + " " + mark);
        JsonNode data = api.ask(Documents.NOTE, variables);
        if (!data.path("addNoteToOrder").isObject()) {
            throw new OutcomeUnknown("Vendure does not say whether it has the note", null);
        }
        return new Written.Done();
    }

    private boolean isThere(String orderId, String mark) throws ShopException {
        for (int skip = 0; skip < MOST_NOTES; skip += NOTES_AT_ONCE) {
            ObjectNode variables = ofOrder(orderId).put("skip", skip).put("take", NOTES_AT_ONCE);
            JsonNode order = api.ask(Documents.NOTES, variables).path("order");
            if (order.isNull()) {
                throw new Rejected("no-order", "Vendure has no such order");
            }
            JsonNode items = order.path("history").path("items");
            for (JsonNode item : items) {
                if (item.path("data").path("note").asText().endsWith(mark)) {
                    return true;
                }
            }
            if (items.size() < NOTES_AT_ONCE) {
                return false;
            }
        }
        return false;
    }

    @Override
    public Changes changedSince(String cursor) throws ShopException {
        return feed.after(cursor);
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public Health health() {
        try {
            api.greet();
            return Health.up("Vendure lets us in");
        } catch (ShopException down) {
            return Health.down(down.getMessage());
        }
    }

    /** Holds nothing: a session ends by itself. */
    @Override
    public void close() {}
}
