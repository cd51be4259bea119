package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.Secret;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.Note;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.WebhookVerdict;
import org.bluejay.connector.shop.Written;

/**
 * One WooCommerce shop. It knows neither part payments nor idempotency keys, so that every write
 * reads first and makes sure afterwards. A part that came is told by a note of the host's; the
 * order is paid when all is there.
 */
final class WooCommerceShop implements ShopConnector, ReceivesWebhooks, PollsOrders {

    private static final Duration HEALTH = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Rest rest;
    private final WebhookEar ear;
    private final OrderFeed feed;
    private final WebhookKeeper keeper;

    WooCommerceShop(Settings settings, ConnectorContext context) {
        Optional<Secret> secret =
                settings.find(WooCommerceProvider.WEBHOOK_SECRET).map(Secret::new);
        this.rest = new Rest(settings, context.http());
        this.ear = new WebhookEar(secret);
        this.feed = new OrderFeed(rest);
        this.keeper =
                new WebhookKeeper(
                        rest, context.webhookUrl(), secret, context.store(), context.clock());
    }

    @Override
    public Optional<OrderSnapshot> read(String orderId) throws ShopException {
        return find(orderId).map(WooOrder::snapshot);
    }

    private Optional<WooOrder> find(String orderId) throws ShopException {
        if (!WooOrder.isId(orderId)) {
            return Optional.empty(); // WooCommerce's ids are numbers; anything else is no path.
        }
        Reply reply = rest.get(path(orderId), Map.of("_fields", WooOrder.FIELDS), Rest.USUAL);
        if (reply.saysNoOrder()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parsed(reply.good(), orderId));
        } catch (WooOrder.Unreadable unreadable) {
            throw unreadable.isLasting()
                    ? new ShopException.Rejected(
                            "unreadable",
                            "the order cannot be dealt with: " + unreadable.getMessage())
                    : unknown(unreadable);
        }
    }

    private static ShopException.OutcomeUnknown unknown(WooOrder.Unreadable unreadable) {
        return new ShopException.OutcomeUnknown(
                "the shop's order cannot be read: " + unreadable.getMessage(), unreadable);
    }

    private WooOrder must(String orderId) throws ShopException {
        return find(orderId)
                .orElseThrow(
                        () -> new ShopException.Rejected("no-order", "the shop has no such order"));
    }

    private static String path(String orderId) {
        return "/orders/" + orderId;
    }

    private static WooOrder parsed(JsonNode json, String orderId)
            throws ShopException, WooOrder.Unreadable {
        WooOrder order = WooOrder.of(json);
        if (!order.id().equals(orderId)) {
            throw new ShopException.OutcomeUnknown("the shop answered about another order", null);
        }
        return order;
    }

    private WooOrder put(String orderId, ObjectNode change) throws ShopException {
        try {
            return parsed(rest.write("PUT", path(orderId), change).good(), orderId);
        } catch (WooOrder.Unreadable unreadable) {
            throw unknown(unreadable); // It was written all the same.
        }
    }

    @Override
    public Written settle(Settlement settlement) throws ShopException {
        String id = settlement.orderId();
        WooOrder order = must(id);
        if (!order.total().equals(settlement.total())) {
            throw new ShopException.NotSent("the order costs " + order.total() + " now", null);
        }
        if (!settlement.isFull()) {
            throw new ShopException.Rejected("part", "WooCommerce records no part of a payment");
        }
        if (order.settled()) {
            return new Written.AlreadyDone();
        }
        WooOrder after = order;
        if (order.needsPayment()) {
            // Never with a status in the same call: that is saved first, and set_paid does nothing.
            after = put(id, paidBy(settlement).put("set_paid", true));
        }
        if (!after.settled()) {
            // It was on hold, or cancelled, or has a status of another plugin's.
            after = put(id, paidBy(settlement).put("status", "processing"));
        }
        if (!after.settled() || !after.total().equals(settlement.total())) {
            throw new ShopException.OutcomeUnknown(
                    "the shop took the payment, and does not show the order as paid in full", null);
        }
        return new Written.Done();
    }

    private static ObjectNode paidBy(Settlement settlement) {
        ObjectNode change = Json.object();
        change.put("transaction_id", settlement.reference());
        change.put("payment_method", WooOrder.METHOD);
        change.put("payment_method_title", "Bluejay");
        mark(change, WooOrder.PAYMENT, settlement.reference());
        return change;
    }

    private static void mark(ObjectNode change, String name, String value) {
        change.putArray("meta_data").addObject().put("key", name).put("value", value);
    }

    @Override
    public Written cancel(Cancellation cancellation) throws ShopException {
        String id = cancellation.orderId();
        WooOrder order = must(id);
        if (order.settled()) {
            throw new ShopException.Rejected("paid", "the shop has recorded a payment of it");
        }
        if (order.cancelled()) {
            return new Written.AlreadyDone();
        }
        if (!order.waitsForUs()) {
            throw new ShopException.Rejected(
                    "in-use",
                    "the order is "
                            + order.status()
                            + " and may be paid another way: cancel it in the shop if it is not");
        }
        // WooCommerce gives back to stock what it took, when the status changes.
        WooOrder after = put(id, Json.object().put("status", "cancelled"));
        if (after.settled()) {
            throw new ShopException.Rejected(
                    "paid-meanwhile", "the order was paid in the shop while it was cancelled");
        }
        if (!after.cancelled()) {
            throw new ShopException.OutcomeUnknown("the shop did not cancel the order", null);
        }
        return new Written.Done();
    }

    @Override
    public Written recordRefund(RefundRecord refund) throws ShopException {
        String id = refund.orderId();
        WooOrder order = must(id);
        if (order.refunded().isAtLeast(refund.refunded())) {
            return new Written.AlreadyDone();
        }
        if (!order.total().isAtLeast(refund.refunded())) {
            throw new ShopException.Rejected(
                    "too-much", "no more can be refunded than the order costs");
        }
        Money missing = refund.refunded().minus(order.refunded());
        ObjectNode entry = Json.object();
        entry.put("amount", missing.toPlainString());
        entry.put("reason", refund.reason());
        // Both are true unless told otherwise: the shop's payment method would send the money
        // again.
        entry.put("api_refund", false);
        entry.put("api_restock", false);
        mark(entry, "_bluejay_refund", refund.reference());
        rest.write("POST", path(id) + "/refunds", entry).good();
        return new Written.Done();
    }

    /** A note has no field of ours, so that its reference stands in its text. */
    @Override
    public Written annotate(Note note) throws ShopException {
        must(note.orderId());
        String mark = "[bluejay:" + note.reference() + "]";
        String notes = path(note.orderId()) + "/notes";
        JsonNode there =
                rest.get(notes, Map.of("type", "internal", "_fields", "note"), Rest.USUAL).good();
        if (!there.isArray()) {
            throw new ShopException.OutcomeUnknown("the shop answered with no list of notes", null);
        }
        for (JsonNode each : there) {
            if (Json.text(each, "note").contains(mark)) {
                return new Written.AlreadyDone();
            }
        }
        ObjectNode entry = Json.object();
        entry.put("note", note.text() + " " + mark);
        entry.put("customer_note", false); // Or the shopper is sent a mail.
        rest.write("POST", notes, entry).good();
        return new Written.Done();
    }

    @Override
    public WebhookVerdict receive(InboundCallback webhook) {
        return ear.receive(webhook);
    }

    @Override
    public Changes changedSince(String cursor) throws ShopException {
        Changes changes = feed.changedSince(cursor);
        if (!changes.more()) {
            keeper.look();
        }
        return changes;
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public Health health() {
        try {
            Map<String, String> query = Map.of("per_page", "1", "_fields", "id");
            JsonNode orders = rest.get("/orders", query, HEALTH).good();
            return orders.isArray()
                    ? Health.up("The shop answers; " + keeper.found() + ".")
                    : Health.down("What answers at the shop's address is no WooCommerce.");
        } catch (ShopException failed) {
            return Health.down(failed.getMessage());
        }
    }

    @Override
    public void close() {
        // Nothing is kept open: the line is the host's.
    }

    @Override
    public String toString() {
        return "WooCommerceShop";
    }
}
