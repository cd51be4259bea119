package org.bluejay.shop.woocommerce.connector;

import java.time.Clock;
import org.bluejay.connector.tck.ShopConnectorContract;
import org.bluejay.connector.tck.ShopFixture;

/** What every shop platform's connector promises, over a stand-in that speaks WooCommerce. */
class WooCommerceTckTest implements ShopConnectorContract {

    @Override
    public ShopFixture fixture(Clock clock) {
        return new WooFixture(new StandInShop(clock), clock);
    }
}
