package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.PollsOrders.Changes;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.tck.FaultyHttp.Fault;

/** Whoever follows the cursor misses nothing, whatever fails on the way. */
final class ShopPollPromises {

    private static final int ORDERS = 120;
    private static final int MOST_PAGES = 50;

    private ShopPollPromises() {}

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise("tells of every order that was made", ShopPollPromises::made),
                new ShopPromise("tells of an order that was touched", ShopPollPromises::touched),
                new ShopPromise("answers the same cursor again", ShopPollPromises::again),
                new ShopPromise("moves no cursor on a bad line", ShopPollPromises::badLine),
                new ShopPromise(
                        "pauses between five seconds and an hour", ShopPollPromises::pauses));
    }

    private static String begin(ShopRig rig) throws Exception {
        return follow(rig.polls(), "", new LinkedHashSet<>());
    }

    /** Reads until there is no more. */
    private static String follow(PollsOrders polls, String from, Set<String> found)
            throws Exception {
        String cursor = from;
        for (int page = 0; page < MOST_PAGES; page++) {
            Changes changes = polls.changedSince(cursor);
            changes.orders().stream().map(OrderChange::orderId).forEach(found::add);
            cursor = changes.next();
            if (!changes.more()) {
                return cursor;
            }
        }
        throw new AssertionError("there is always more to read, after " + MOST_PAGES + " pages");
    }

    private static void made(ShopRig rig) throws Exception {
        String cursor = begin(rig);
        Set<String> orders = new LinkedHashSet<>();
        for (int i = 0; i < ORDERS; i++) {
            orders.add(rig.order());
        }
        Set<String> found = new LinkedHashSet<>();
        try (ShopConnector restarted = rig.openWith(rig.provider(), rig.fixture().settings())) {
            follow((PollsOrders) restarted, cursor, found);
        }
        assertThat(found).containsAll(orders);
    }

    private static void touched(ShopRig rig) throws Exception {
        String order = rig.order();
        String cursor = begin(rig);
        rig.fixture().touch(order);
        Set<String> found = new LinkedHashSet<>();
        follow(rig.polls(), cursor, found);
        assertThat(found).contains(order);
    }

    private static void again(ShopRig rig) throws Exception {
        String cursor = begin(rig);
        String order = rig.order();
        for (int i = 0; i < 2; i++) {
            Set<String> found = new LinkedHashSet<>();
            follow(rig.polls(), cursor, found);
            assertThat(found).contains(order);
        }
    }

    private static void badLine(ShopRig rig) throws Exception {
        String cursor = begin(rig);
        String order = rig.order();
        for (Fault fault : Fault.values()) {
            if (fault != Fault.NONE) {
                rig.line().breakAll(fault);
                assertThat(catchThrowable(() -> rig.polls().changedSince(cursor)))
                        .as("polling while the line has %s", fault)
                        .isInstanceOf(ShopException.class);
            }
        }
        rig.line().breakAll(Fault.NONE);
        Set<String> found = new LinkedHashSet<>();
        follow(rig.polls(), cursor, found);
        assertThat(found).contains(order);
    }

    private static void pauses(ShopRig rig) {
        assertThat(rig.polls().pause()).isBetween(Duration.ofSeconds(5), Duration.ofHours(1));
    }
}
