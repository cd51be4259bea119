package org.bluejay.shop.vendure.connector;

import java.time.Clock;
import org.bluejay.connector.tck.ShopConnectorContract;
import org.bluejay.connector.tck.ShopFixture;

class VendureByKeyTckTest implements ShopConnectorContract {

    @Override
    public ShopFixture fixture(Clock clock) {
        return VendureFixture.byKey(clock);
    }
}
