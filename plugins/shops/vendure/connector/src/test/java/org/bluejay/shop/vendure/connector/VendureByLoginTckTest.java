package org.bluejay.shop.vendure.connector;

import java.time.Clock;
import org.bluejay.connector.tck.ShopConnectorContract;
import org.bluejay.connector.tck.ShopFixture;

class VendureByLoginTckTest implements ShopConnectorContract {

    @Override
    public ShopFixture fixture(Clock clock) {
        return VendureFixture.byLogin(clock);
    }
}
