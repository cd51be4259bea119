package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.bluejay.connector.Health;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;

/** Whether the shop of a connection answers; asked even while its breaker is open. */
@ApplicationScoped
class ShopHealth {

    private static final Duration LIMIT = Duration.ofSeconds(6);

    @Inject OpenShops shops;

    Health of(Connection connection) {
        try {
            return shops.use(connection, shop -> shop.ask(ShopConnector::health, LIMIT));
        } catch (ShopException e) {
            return Health.down(e.getMessage());
        }
    }
}
