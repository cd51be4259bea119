package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Optional;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.tck.FaultyHttp.Fault;
import org.bluejay.connector.tck.ShopFixture.Books;

/** An order is read as the shop has it: exactly, freshly, and without leaving a trace. */
final class ShopReadPromises {

    private ShopReadPromises() {}

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise("reads an order to the last unit", ShopReadPromises::exact),
                new ShopPromise("reads what the order is now", ShopReadPromises::fresh),
                new ShopPromise(
                        "tells what came through us from what others paid",
                        ShopReadPromises::whose),
                new ShopPromise("reads no order where there is none", ShopReadPromises::none),
                new ShopPromise("only reads", ShopReadPromises::onlyReads),
                new ShopPromise("concludes nothing from a bad line", ShopReadPromises::badLine),
                new ShopPromise(
                        "passes over fields it does not know", ShopReadPromises::unknownFields));
    }

    private static void exact(ShopRig rig) throws Exception {
        for (Money total : rig.totals()) {
            String order = rig.fixture().placeOrder(total);
            OrderSnapshot read = rig.read(order);
            assertThat(read.id()).isEqualTo(order);
            assertThat(read.number()).isNotBlank();
            assertThat(read.state()).isNotBlank();
            assertThat(read.total()).isEqualTo(total);
            assertThat(read.paid()).isEqualTo(Money.zero(total.currency()));
            assertThat(read.refunded()).isEqualTo(Money.zero(total.currency()));
            assertThat(read.cancelled()).isFalse();
        }
    }

    private static void fresh(ShopRig rig) throws Exception {
        String order = rig.order();
        OrderSnapshot before = rig.read(order);
        rig.fixture().changeTotal(order, rig.aTotal().plus(rig.aTotal()));
        OrderSnapshot after = rig.read(order);
        assertThat(after.total()).isEqualTo(rig.aTotal().plus(rig.aTotal()));
        if (!before.version().isEmpty()) {
            assertThat(after.version())
                    .as("version of a changed order")
                    .isNotEqualTo(before.version());
        }
        rig.fixture().changeTotal(order, rig.aTotal());
        rig.settle(order);
        assertThat(rig.read(order).paid()).isEqualTo(rig.aTotal());
        String other = rig.order();
        rig.cancel(other);
        assertThat(rig.read(other).cancelled()).isTrue();
    }

    private static void whose(ShopRig rig) throws Exception {
        Money nothing = Money.zero(rig.aTotal().currency());
        String ours = rig.order();
        assertThat(rig.read(ours).paidThroughUs()).isEqualTo(nothing);
        rig.settle(ours);
        assertThat(rig.read(ours).paidThroughUs()).isEqualTo(rig.aTotal());
        String others = rig.order();
        rig.fixture().payAnotherWay(others, rig.aTotal());
        assertThat(rig.read(others).paid()).isEqualTo(rig.aTotal());
        assertThat(rig.read(others).paidThroughUs()).isEqualTo(nothing);
    }

    private static void none(ShopRig rig) throws Exception {
        assertThat(rig.shop().read(rig.fixture().idOfNoOrder())).isEmpty();
    }

    private static void onlyReads(ShopRig rig) throws Exception {
        String order = rig.order();
        Books before = rig.books(order);
        OrderSnapshot first = rig.read(order);
        assertThat(rig.read(order)).isEqualTo(first);
        assertThat(rig.books(order)).isEqualTo(before);
    }

    private static void badLine(ShopRig rig) throws Exception {
        String order = rig.order();
        for (Fault fault : Fault.values()) {
            if (fault != Fault.NONE) {
                rig.line().breakAll(fault);
                Throwable thrown =
                        catchThrowable(
                                () -> {
                                    Optional<OrderSnapshot> read = rig.shop().read(order);
                                    assertThat(read)
                                            .as("read while the line has %s", fault)
                                            .isNull();
                                });
                assertThat(thrown)
                        .as("reading while the line has %s", fault)
                        .isInstanceOf(ShopException.class);
            }
        }
        rig.line().breakAll(Fault.NONE);
        assertThat(rig.read(order).id()).isEqualTo(order);
    }

    private static void unknownFields(ShopRig rig) throws Exception {
        String order = rig.order();
        OrderSnapshot before = rig.read(order);
        rig.line().addUnknownFields();
        assertThat(rig.read(order)).isEqualTo(before);
        rig.settle(order);
        assertThat(rig.books(order).paid()).isEqualTo(rig.aTotal());
    }
}
