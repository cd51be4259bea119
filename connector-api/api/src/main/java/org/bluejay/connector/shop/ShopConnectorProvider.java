package org.bluejay.connector.shop;

import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Settings;

/**
 * The entry of a shop platform's connector, named in {@code META-INF/services}. It says what the
 * platform is and opens it for one shop; it does nothing before that: no thread, no connection.
 */
public interface ShopConnectorProvider {

    ShopDescriptor descriptor();

    /** What a shop owner must tell to be connected; the shop's address is {@code fixed}. */
    ConfigSchema settings();

    /**
     * Opens the platform with one connection's settings, which passed {@link #settings()}. Quick:
     * no call to the outside; whether the shop answers is asked by {@link ShopConnector#health()}.
     *
     * @param context {@link ConnectorContext#store()} is this connection's, {@link
     *     ConnectorContext#common()} all connections' to this platform
     */
    ShopConnector open(Settings settings, ConnectorContext context);
}
