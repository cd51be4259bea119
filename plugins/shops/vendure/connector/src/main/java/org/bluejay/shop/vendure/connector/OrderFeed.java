package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.PollsOrders.Changes;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;

/**
 * Orders that changed, by the shop's clock alone. A round is read in pages by id, from which no
 * order slips away while others change; and it begins a minute before the newest change that was
 * there when the last round began, so that what came in between or was committed late is found.
 */
final class OrderFeed {

    private static final Duration OVERLAP = Duration.ofMinutes(1);
    private static final int PAGE = PollsOrders.MOST;

    private final AdminApi api;

    OrderFeed(AdminApi api) {
        this.api = api;
    }

    /**
     * Where to read on.
     *
     * @param after the round has the orders that changed later than this
     * @param skip how many of these have been read
     * @param newest change that was there when the round began
     */
    private record Cursor(Instant after, int skip, Instant newest) {

        static Cursor of(String text) {
            String[] parts = text.split("/", 3);
            return new Cursor(
                    Instant.parse(parts[0]), Integer.parseInt(parts[1]), Instant.parse(parts[2]));
        }

        static Cursor beginningWith(Instant newest) {
            Instant after = newest.equals(Instant.EPOCH) ? newest : newest.minus(OVERLAP);
            return new Cursor(after, 0, newest);
        }

        Cursor past(int orders) {
            return new Cursor(after, skip + orders, newest);
        }

        String text() {
            return after + "/" + skip + "/" + newest;
        }
    }

    Changes after(String text) throws ShopException {
        if (text.isEmpty()) {
            JsonNode data = api.ask(Documents.NEWEST, Json.object());
            Cursor fromNowOn = Cursor.beginningWith(newest(data, Instant.EPOCH));
            return new Changes(fromNowOn.text(), List.of(), false);
        }
        return page(Cursor.of(text));
    }

    private static Instant newest(JsonNode data, Instant otherwise) throws OutcomeUnknown {
        JsonNode items = data.path("newest").path("items");
        if (!items.isArray()) {
            throw new OutcomeUnknown("Vendure's answer has no newest order", null);
        }
        if (items.isEmpty()) {
            return otherwise;
        }
        try {
            return Instant.parse(Json.text(items.path(0), "updatedAt"));
        } catch (DateTimeException unreadable) {
            throw new OutcomeUnknown("Vendure's answer has no time of the last change", unreadable);
        }
    }

    private Changes page(Cursor from) throws ShopException {
        ObjectNode variables = Json.object().put("after", from.after().toString());
        JsonNode data =
                api.ask(Documents.CHANGED, variables.put("skip", from.skip()).put("take", PAGE));
        JsonNode items = data.path("orders").path("items");
        if (!items.isArray() || items.size() > PAGE) {
            throw new OutcomeUnknown("Vendure's answer has no page of orders", null);
        }
        int decimals = Order.decimalsOf(data);
        List<OrderChange> changes = new ArrayList<>();
        for (JsonNode item : items) {
            changes.add(new OrderChange(Json.text(item, "id"), versionOf(item, decimals)));
        }
        Instant newest = from.skip() == 0 ? newest(data, from.newest()) : from.newest();
        Cursor round = new Cursor(from.after(), from.skip(), newest);
        boolean more = items.size() == PAGE;
        Cursor next = more ? round.past(PAGE) : Cursor.beginningWith(newest);
        return new Changes(next.text(), changes, more);
    }

    /** One strange order must not stop the feed: it is told of, and fails when it is read. */
    private static String versionOf(JsonNode item, int decimals) throws ShopException {
        try {
            return Order.of(item, decimals).version();
        } catch (ShopException.Rejected strange) {
            return "";
        }
    }
}
