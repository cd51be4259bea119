package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.OpenConnectors;
import org.bluejay.gateway.connector.Opening;
import org.bluejay.gateway.connector.RunningShopConnector;
import org.bluejay.gateway.connector.TransactionGuard;

/** The shops of connections, open as their connections and connectors are now. */
@ApplicationScoped
class OpenShops {

    @Inject Connectors connectors;
    @Inject ShopContexts contexts;
    @Inject TransactionGuard guard;

    private final OpenConnectors<ShopConnector, ShopException> open =
            new OpenConnectors<>(new ShopFailures());

    /** What is done with an open shop. */
    @FunctionalInterface
    interface Use<T> extends OpenConnectors.Use<ShopConnector, ShopException, T> {}

    /**
     * Uses the connection's shop. When it is replaced before anything ran, what took its place is
     * used.
     *
     * @throws NotSent when the connector is not loaded or cannot be opened, or the connection's
     *     settings cannot be read
     * @throws IllegalStateException when the caller is in a transaction
     */
    <T> T use(Connection connection, Use<T> use) throws ShopException {
        guard.insistOnNone();
        if (connection.sealed()) {
            throw new NotSent(
                    "the connection's settings do not open: put the gateway's earlier key back, or"
                            + " give the settings anew",
                    null);
        }
        return open.use(
                connection.platform(),
                () ->
                        connectors
                                .runningShop(connection.platform())
                                .map(with -> opening(connection, with)),
                use);
    }

    private Opening<ShopConnector> opening(Connection connection, RunningShopConnector connector) {
        return new Opening<>(
                connection.id(),
                connection.version(),
                connector,
                connection::settings,
                () -> contexts.of(connection),
                connector.provider()::open);
    }
}
