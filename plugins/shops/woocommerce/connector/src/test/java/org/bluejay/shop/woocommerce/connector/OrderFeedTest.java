package org.bluejay.shop.woocommerce.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.PollsOrders.Changes;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.junit.jupiter.api.Test;

/** No change is skipped. */
class OrderFeedTest {

    private static final int MOST_PAGES = 60;

    private final WooBench bench = new WooBench();
    private final Set<String> told = new LinkedHashSet<>();

    private String follow(String from, Runnable between) throws Exception {
        String cursor = from;
        for (int page = 0; page < MOST_PAGES; page++) {
            Changes changes = bench.shop.changedSince(cursor);
            changes.orders().stream().map(OrderChange::orderId).forEach(told::add);
            cursor = changes.next();
            if (!changes.more()) {
                return cursor;
            }
            between.run();
        }
        throw new AssertionError("there is always more");
    }

    private void place(int many, Duration apart) {
        for (int i = 0; i < many; i++) {
            bench.order();
            bench.clock.advance(apart);
        }
    }

    @Test
    void tells_of_a_thousand_orders_of_one_second() throws Exception {
        String cursor = follow("", () -> {});
        place(1_000, Duration.ZERO);
        follow(cursor, () -> {});
        assertThat(told).hasSize(1_000);
    }

    @Test
    void skips_none_while_others_change_between_the_pages() throws Exception {
        String cursor = follow("", () -> {});
        place(450, Duration.ofMillis(100));
        Set<String> all = new LinkedHashSet<>();
        bench.standIn.orders.keySet().forEach(id -> all.add("" + id));
        // Each page that was read moves some of its orders to the end of the sequence.
        follow(
                cursor,
                () ->
                        bench.standIn.orders.values().stream()
                                .limit(5)
                                .forEach(order -> order.modified = bench.clock.instant()));
        assertThat(told).containsAll(all);
    }

    @Test
    void tells_of_what_became_visible_late_and_of_a_shop_whose_clock_is_wrong() throws Exception {
        bench.order().modified = bench.clock.instant().minus(Duration.ofDays(400));
        String cursor = follow("", () -> {});
        StandInOrder slow = bench.order();
        slow.modified = bench.clock.instant().minus(Duration.ofDays(400)).minusSeconds(60);
        follow(cursor, () -> {});
        assertThat(told).contains("" + slow.id);
    }

    @Test
    void looks_back_after_many_of_one_second_too() throws Exception {
        String cursor = follow("", () -> {});
        place(150, Duration.ZERO);
        String next = follow(cursor, () -> {});
        StandInOrder slow = bench.order();
        slow.modified = bench.clock.instant().minusSeconds(60);
        follow(next, () -> {});
        assertThat(told).contains("" + slow.id);
    }

    @Test
    void an_order_that_cannot_be_read_holds_up_no_other() throws Exception {
        String cursor = follow("", () -> {});
        StandInOrder strange = bench.order();
        strange.shownTotal = "49.0051";
        StandInOrder sound = bench.order();
        follow(cursor, () -> {});
        assertThat(told).contains("" + strange.id, "" + sound.id);
    }

    @Test
    void a_page_that_is_short_is_not_the_last_when_the_shop_says_so() throws Exception {
        String cursor = follow("", () -> {});
        place(130, Duration.ofSeconds(1));
        bench.standIn.hidden = 1;
        follow(cursor, () -> {});
        assertThat(told).hasSizeGreaterThan(127);
        bench.standIn.hidden = 100;
        assertThatThrownBy(() -> follow(cursor, () -> {})).isInstanceOf(NeedsReconnect.class);
    }

    @Test
    void drafts_of_the_block_checkout_are_no_orders() throws Exception {
        String cursor = follow("", () -> {});
        bench.order().status = WooOrder.DRAFT;
        follow(cursor, () -> {});
        assertThat(told).isEmpty();
    }

    @Test
    void a_cursor_of_somebody_else_is_refused() {
        assertThatThrownBy(() -> bench.shop.changedSince("42")).isInstanceOf(Rejected.class);
    }

    @Test
    void knows_the_total_of_what_it_tells() throws Exception {
        String cursor = follow("", () -> {});
        StandInOrder order = bench.standIn.place(Money.of("7.00", WooBench.USD));
        assertThat(bench.shop.changedSince(cursor).orders())
                .contains(
                        new OrderChange(
                                "" + order.id,
                                bench.shop.read("" + order.id).orElseThrow().version()));
    }
}
