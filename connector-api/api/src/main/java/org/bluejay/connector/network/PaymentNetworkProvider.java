package org.bluejay.connector.network;

import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Settings;

/**
 * The entry of a connector, named in {@code META-INF/services}. It says what the network is and
 * opens it for one channel; it does nothing before that: no thread, no connection.
 */
public interface PaymentNetworkProvider {

    NetworkDescriptor descriptor();

    /** What a shop must tell to be connected. */
    ConfigSchema settings();

    /**
     * Opens the network with one channel's settings, which passed {@link #settings()}. Quick: no
     * call to the outside; whether the far side answers is asked by {@link
     * PaymentNetwork#health()}.
     */
    PaymentNetwork open(Settings settings, ConnectorContext context);
}
