package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.PollsOrders.Changes;
import org.bluejay.connector.shop.ShopException;

/**
 * Reads a shop's orders in the sequence of their changes. Its promise: it skips none. It goes by
 * the shop's clock alone, looks back a little each time for what became visible late, and counts no
 * pages while it follows the time, since a change would move an order out of the page before and
 * another past the reader.
 */
final class OrderFeed {

    private static final int MOST = 100;

    /** For transactions that take a while, and several servers of one shop. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(2);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** By how many orders the pages of one second overlap, for those that leave it meanwhile. */
    private static final int OVERLAP = 10;

    private static final Instant BEFORE_ALL = Instant.parse("2000-01-01T00:00:00Z");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Rest rest;

    OrderFeed(Rest rest) {
        this.rest = rest;
    }

    /**
     * Where to read on.
     *
     * @param since orders that changed after it; with an offset, those that changed in this second
     * @param offset how many of that second have been told of; -1 while the time is followed
     * @param within whether a reading is under way that began earlier
     */
    private record Place(Instant since, int offset, boolean within) {

        private static final int NONE = -1;
        private static final Pattern TEXT =
                Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(~?)(?:#(\\d{1,8}))?");

        static Place parse(String cursor) throws ShopException.Rejected {
            Matcher parts = TEXT.matcher(cursor);
            if (!parts.matches()) {
                throw new ShopException.Rejected("cursor", "the cursor is none of this connector");
            }
            Instant since = LocalDateTime.parse(parts.group(1)).toInstant(ZoneOffset.UTC);
            String offset = parts.group(3);
            return new Place(
                    since,
                    offset == null ? NONE : Integer.parseInt(offset),
                    !parts.group(2).isEmpty());
        }

        String text() {
            return SECONDS.format(since) + (within ? "~" : "") + (offset < 0 ? "" : "#" + offset);
        }
    }

    /**
     * All that a reader of changes needs; an order with a strange sum must not hold up the rest.
     */
    private record Changed(String id, String version, boolean draft, Instant at) {

        static Changed of(JsonNode json) throws ShopException {
            String id = Json.text(json, "id");
            boolean draft = Json.text(json, "status").equals(WooOrder.DRAFT);
            try {
                Instant at = WooOrder.modifiedAt(json);
                if (WooOrder.isId(id)) {
                    return new Changed(id, version(json), draft, at);
                }
            } catch (WooOrder.Unreadable timeless) {
                throw new ShopException.OutcomeUnknown(
                        "an order in the shop's list cannot be read: " + timeless.getMessage(),
                        timeless);
            }
            throw new ShopException.OutcomeUnknown("an order in the shop's list has no id", null);
        }

        private static String version(JsonNode json) {
            try {
                return WooOrder.of(json).version();
            } catch (WooOrder.Unreadable strange) {
                return ""; // The look at the order will say what is strange about it.
            }
        }
    }

    private record Page(List<Changed> orders, boolean more) {
        Instant newest() {
            return orders.get(orders.size() - 1).at();
        }
    }

    Changes changedSince(String cursor) throws ShopException {
        if (cursor.isEmpty()) {
            return new Changes(begin().text(), List.of(), false);
        }
        Place place = Place.parse(cursor);
        return place.offset() < 0 ? followTime(place) : readSecond(place);
    }

    /** From what changed last, by the shop's clock; ours may be another. */
    private Place begin() throws ShopException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("orderby", "modified");
        query.put("order", "desc");
        query.put("per_page", "1");
        List<Changed> newest = list(query, 1, 0).orders();
        Instant since = newest.isEmpty() ? BEFORE_ALL : newest.get(0).at().minus(LOOK_BACK);
        return new Place(since, Place.NONE, false);
    }

    private Changes followTime(Place place) throws ShopException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("modified_after", SECONDS.format(place.since()));
        query.put("orderby", "modified");
        query.put("order", "asc");
        Page page = list(query, MOST, 0);
        if (!page.more()) {
            Instant reached = page.orders().isEmpty() ? place.since() : page.newest();
            boolean moved = place.within() || !page.orders().isEmpty();
            Instant next = moved ? reached.minus(LOOK_BACK) : reached;
            return told(new Place(next, Place.NONE, false), page, false);
        }
        Instant next = page.newest().minus(TICK);
        boolean further = next.isAfter(place.since());
        return told(
                further ? new Place(next, Place.NONE, true) : new Place(page.newest(), 0, true),
                page,
                true);
    }

    /** More than a page changed in one second: an import, or somebody's script. */
    private Changes readSecond(Place place) throws ShopException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("modified_after", SECONDS.format(place.since().minus(TICK)));
        query.put("modified_before", SECONDS.format(place.since().plus(TICK)));
        query.put("orderby", "id");
        query.put("order", "asc");
        query.put("offset", Integer.toString(place.offset()));
        Page page = list(query, MOST, place.offset());
        Place next =
                page.more()
                        ? new Place(place.since(), place.offset() + MOST - OVERLAP, true)
                        : new Place(place.since(), Place.NONE, true);
        return told(next, page, true);
    }

    private static Changes told(Place next, Page page, boolean more) {
        List<OrderChange> changes =
                page.orders().stream()
                        .filter(order -> !order.draft())
                        .map(order -> new OrderChange(order.id(), order.version()))
                        .toList();
        return new Changes(next.text(), changes, more);
    }

    private Page list(Map<String, String> query, int size, int offset) throws ShopException {
        query.putIfAbsent("per_page", Integer.toString(size));
        query.put("status", "any");
        query.put("dates_are_gmt", "true");
        query.put("_fields", WooOrder.FIELDS);
        Reply reply = rest.get("/orders", query, Rest.USUAL);
        JsonNode list = reply.good();
        if (!list.isArray() || list.size() > size) {
            throw new ShopException.OutcomeUnknown(
                    "the shop answered with no list of orders", null);
        }
        List<Changed> orders = new ArrayList<>();
        for (JsonNode each : list) {
            orders.add(Changed.of(each));
        }
        // A page may be short though more follow: what the key's user may not read is left out.
        boolean more =
                reply.total().orElse(orders.size() < size ? 0 : Integer.MAX_VALUE) > offset + size;
        if (more && orders.isEmpty()) {
            throw new ShopException.NeedsReconnect(
                    "the shop has orders that the key's user may not read");
        }
        return new Page(orders, more);
    }
}
