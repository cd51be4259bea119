package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.Written;
import org.bluejay.connector.shop.Written.AlreadyDone;
import org.bluejay.connector.shop.Written.Done;

/** Parts add up to what was said in all, in whatever order and however often they are told. */
final class ShopPartPromises {

    private ShopPartPromises() {}

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise("records a part once, then the rest", ShopPartPromises::parts),
                new ShopPromise("less after more changes nothing", ShopPartPromises::reordered),
                new ShopPromise(
                        "records no part of an order that has changed", ShopPartPromises::changed));
    }

    private static Written part(ShopRig rig, String order, Money inAll) throws Exception {
        return rig.parts().settlePart(ShopRig.settlement(order, inAll, rig.aTotal()));
    }

    private static void parts(ShopRig rig) throws Exception {
        String order = rig.order();
        Money part = ShopRig.partOf(rig.aTotal());
        assertThat(part(rig, order, part)).isEqualTo(new Done());
        assertThat(part(rig, order, part)).isEqualTo(new AlreadyDone());
        assertThat(rig.books(order).paid()).isEqualTo(part);
        assertThat(rig.settle(order)).isEqualTo(new Done());
        assertThat(rig.books(order).paid()).isEqualTo(rig.aTotal());
    }

    private static void reordered(ShopRig rig) throws Exception {
        String order = rig.order();
        Money part = ShopRig.partOf(rig.aTotal());
        assertThat(part(rig, order, part.plus(part))).isEqualTo(new Done());
        assertThat(part(rig, order, part)).isEqualTo(new AlreadyDone());
        assertThat(rig.books(order).paid()).isEqualTo(part.plus(part));
    }

    private static void changed(ShopRig rig) {
        String order = rig.order();
        rig.fixture().changeTotal(order, rig.aTotal().plus(rig.aTotal()));
        Money part = ShopRig.partOf(rig.aTotal());
        assertThatThrownBy(() -> part(rig, order, part)).isInstanceOf(NotSent.class);
        assertThat(rig.books(order).paid().isZero()).isTrue();
    }
}
