package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.gateway.connector.ShopJar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose turn an order is, when nodes die over it or are slow. */
class OrderLeaseTest {

    private static final String LEFT =
            "select extract(epoch from leased_until - now()) from shop_order";

    @TempDir static Path folder;
    SyncRig rig;

    @BeforeAll
    static void bring_a_platform() throws IOException {
        ShopJar.withParts(SyncRig.PLATFORM, folder, SyncRig.PLATFORM);
    }

    @BeforeEach
    void open() {
        rig = new SyncRig(folder);
        rig.shop.place("7", "10.00");
        rig.paid(rig.invoice("7", "10.00"), "10.00", "paid");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_order_that_a_dead_node_had_in_hand_is_free_after_a_minute() {
        assertThat(rig.work.inTransaction(rig.queue::take)).isPresent();
        assertThat(secondsLeft()).isBetween(50.0, 60.0);
        rig.settleDown();
        assertThat(rig.shop.order("7").payments).as("payments while it is leased").isZero();
        execute("update shop_order set leased_until = now()");
        rig.settleDown();
        assertThat(rig.shop.order("7").payments).isEqualTo(1);
    }

    @Test
    void a_look_that_takes_its_time_keeps_the_order() {
        List<Double> left = new ArrayList<>();
        rig.shop.meanwhile(
                () -> execute("update shop_order set leased_until = now() + interval '5 s'"));
        rig.shop.meanwhile(() -> left.add(secondsLeft()));
        rig.settleDown();
        assertThat(left).singleElement().asInstanceOf(DOUBLE).isBetween(50.0, 60.0);
        assertThat(rig.shop.order("7").payments).isEqualTo(1);
    }

    @Test
    void a_worker_that_was_too_slow_writes_nothing_more() {
        rig.shop.meanwhile(
                () ->
                        execute(
                                "update shop_order set lease = gen_random_uuid(), leased_until ="
                                        + " now() + interval '1 min'"));
        rig.settleDown();
        assertThat(rig.shop.order("7").payments).isZero();
        execute("update shop_order set leased_until = now()");
        rig.settleDown();
        assertThat(rig.shop.order("7").payments).isEqualTo(1);
    }

    @Test
    void what_a_dead_node_was_writing_is_not_read_before_the_shop_is_done_with_it() {
        rig.shop.meanwhile(() -> {});
        rig.shop.meanwhile(
                () ->
                        execute(
                                "update shop_order set lease = gen_random_uuid(), leased_until ="
                                        + " now()"));
        rig.settleDown();
        int calls = rig.shop.calls();
        rig.clock.advance(Duration.ofSeconds(109));
        rig.settleDown();
        assertThat(rig.shop.calls()).isEqualTo(calls);
        assertThat(rig.view("7").state()).isEqualTo("due");
        rig.clock.advance(Duration.ofSeconds(1));
        rig.settleDown();
        assertThat(rig.view("7").state()).isEqualTo("settled");
        assertThat(rig.shop.order("7").payments).isEqualTo(1);
    }

    @Test
    void a_look_that_ended_leaves_no_rest_behind() {
        rig.settleDown();
        rig.shop.staff("7", order -> order.notes.add("called the shopper"));
        int calls = rig.shop.calls();
        rig.webhook(rig.shop.webhookOf("7"));
        rig.settleDown();
        assertThat(rig.shop.calls()).isGreaterThan(calls);
    }

    private double secondsLeft() {
        return rig.work.inTransaction(handle -> handle.createQuery(LEFT).mapTo(Double.class).one());
    }

    private void execute(String sql) {
        rig.work.useTransaction(handle -> handle.execute(sql));
    }
}
