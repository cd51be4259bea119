package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.Written.AlreadyDone;
import org.bluejay.connector.shop.Written.Done;
import org.bluejay.connector.tck.ShopFixture.Books;

/** A write names what the order shall come to; however often it is asked, it comes to that once. */
final class ShopWritePromises {

    private ShopWritePromises() {}

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise(
                        "settles an order in full, to the last unit", ShopWritePromises::full),
                new ShopPromise("settling twice is settling once", ShopWritePromises::twice),
                new ShopPromise(
                        "settles an order that was cancelled, or says that the shop cannot",
                        ShopWritePromises::late),
                new ShopPromise(
                        "never settles an order that has changed", ShopWritePromises::changed),
                new ShopPromise("cancels an unpaid order", ShopWritePromises::cancels),
                new ShopPromise("puts goods back into stock once", ShopWritePromises::restocks),
                new ShopPromise(
                        "never cancels a paid order, as a stale expiry would have it",
                        ShopWritePromises::staleExpiry),
                new ShopPromise("records refunds in parts, each once", ShopWritePromises::refunds),
                new ShopPromise(
                        "leaves the stock alone when money goes back",
                        ShopWritePromises::noRestock),
                new ShopPromise("writes a note once", ShopWritePromises::notes),
                new ShopPromise("rejects what is about no order", ShopWritePromises::noOrder));
    }

    private static void full(ShopRig rig) throws Exception {
        for (Money total : rig.totals()) {
            String order = rig.fixture().placeOrder(total);
            assertThat(rig.shop().settle(ShopRig.settlement(order, total, total)))
                    .isEqualTo(new Done());
            assertThat(rig.books(order).paid()).isEqualTo(total);
        }
    }

    private static void twice(ShopRig rig) throws Exception {
        String order = rig.order();
        rig.settle(order);
        Books once = rig.books(order);
        assertThat(rig.settle(order)).isEqualTo(new AlreadyDone());
        try (ShopConnector again = rig.openWith(rig.provider(), rig.fixture().settings())) {
            assertThat(again.settle(ShopRig.settlement(order, rig.aTotal(), rig.aTotal())))
                    .isEqualTo(new AlreadyDone());
        }
        assertThat(rig.books(order)).isEqualTo(once);
    }

    private static void late(ShopRig rig) throws Exception {
        String order = rig.order();
        rig.cancel(order);
        if (rig.fixture().canPayCancelledOrders()) {
            assertThat(rig.settle(order)).isEqualTo(new Done());
            assertThat(rig.books(order).paid()).isEqualTo(rig.aTotal());
        } else {
            Books cancelled = rig.books(order);
            assertThatThrownBy(() -> rig.settle(order)).isInstanceOf(Rejected.class);
            assertThat(rig.books(order)).isEqualTo(cancelled);
        }
    }

    private static void changed(ShopRig rig) throws Exception {
        String order = rig.order();
        rig.fixture().changeTotal(order, rig.aTotal().plus(rig.aTotal()));
        assertThatThrownBy(() -> rig.settle(order)).isInstanceOf(NotSent.class);
        assertThat(rig.books(order).paid().isZero()).as("nothing was recorded").isTrue();
    }

    private static void cancels(ShopRig rig) throws Exception {
        String order = rig.order();
        assertThat(rig.cancel(order)).isEqualTo(new Done());
        assertThat(rig.books(order).cancelled()).isTrue();
    }

    private static void restocks(ShopRig rig) throws Exception {
        String order = rig.order();
        rig.cancel(order);
        assertThat(rig.books(order).restocks()).isEqualTo(1);
        assertThat(rig.cancel(order)).isEqualTo(new AlreadyDone());
        assertThat(rig.books(order).restocks()).isEqualTo(1);
    }

    private static void staleExpiry(ShopRig rig) throws Exception {
        String order = rig.order();
        rig.settle(order);
        assertThatThrownBy(() -> rig.cancel(order)).isInstanceOf(Rejected.class);
        assertThat(rig.books(order).cancelled()).isFalse();
        assertThat(rig.books(order).restocks()).isZero();
    }

    private static void refunds(ShopRig rig) throws Exception {
        String order = rig.order();
        rig.settle(order);
        Money part = ShopRig.partOf(rig.aTotal());
        assertThat(rig.refund(order, part)).isEqualTo(new Done());
        assertThat(rig.books(order).refunded()).isEqualTo(part);
        assertThat(rig.refund(order, part)).isEqualTo(new AlreadyDone());
        assertThat(rig.books(order).refunded()).isEqualTo(part);
        assertThat(rig.refund(order, rig.aTotal())).isEqualTo(new Done());
        assertThat(rig.books(order).refunded()).isEqualTo(rig.aTotal());
        assertThat(rig.refund(order, part)).as("less after more").isEqualTo(new AlreadyDone());
        assertThat(rig.read(order).refunded()).isEqualTo(rig.aTotal());
    }

    private static void noRestock(ShopRig rig) throws Exception {
        String order = rig.order();
        rig.settle(order);
        rig.refund(order, rig.aTotal());
        assertThat(rig.books(order).restocks()).isZero();
    }

    private static void notes(ShopRig rig) throws Exception {
        String order = rig.order();
        assertThat(rig.note(order)).isEqualTo(new Done());
        assertThat(rig.note(order)).isEqualTo(new AlreadyDone());
        assertThat(rig.books(order).notes()).isEqualTo(1);
    }

    private static void noOrder(ShopRig rig) {
        String none = rig.fixture().idOfNoOrder();
        assertThatThrownBy(() -> rig.settle(none)).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> rig.cancel(none)).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> rig.note(none)).isInstanceOf(Rejected.class);
    }
}
