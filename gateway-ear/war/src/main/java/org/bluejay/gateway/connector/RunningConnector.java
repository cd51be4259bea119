package org.bluejay.gateway.connector;

import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.network.PaymentNetworkProvider;

/** The connector of a payment network, loaded. */
public final class RunningConnector extends Running {

    private final PaymentNetworkProvider provider;
    private final NetworkDescriptor descriptor;

    RunningConnector(
            Isolation isolation,
            PaymentNetworkProvider provider,
            NetworkDescriptor descriptor,
            ConfigSchema settings) {
        super(isolation, ConnectorFacts.of(descriptor), settings);
        this.provider = provider;
        this.descriptor = descriptor;
    }

    public NetworkDescriptor descriptor() {
        return descriptor;
    }

    /** To be used inside {@link #start} only. */
    public PaymentNetworkProvider provider() {
        return provider;
    }
}
