package org.bluejay.gateway.connector;

import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopDescriptor;

/** The connector of a shop platform, loaded. */
public final class RunningShopConnector extends Running {

    private final ShopConnectorProvider provider;
    private final ShopDescriptor descriptor;

    RunningShopConnector(
            Isolation isolation,
            ShopConnectorProvider provider,
            ShopDescriptor descriptor,
            ConfigSchema settings) {
        super(isolation, ConnectorFacts.of(descriptor), settings);
        this.provider = provider;
        this.descriptor = descriptor;
    }

    public ShopDescriptor descriptor() {
        return descriptor;
    }

    /** To be used inside {@link #start} only. */
    public ShopConnectorProvider provider() {
        return provider;
    }
}
