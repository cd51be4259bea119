package org.bluejay.gateway.connector;

import java.util.Optional;
import org.bluejay.connector.network.NetworkDescriptor;

/** What lies in a folder cannot be used as a connector; the message says why, for the operator. */
final class ConnectorRefused extends Exception {

    private final transient NetworkDescriptor descriptor;

    /**
     * @param fault in words
     * @param descriptor what the connector said of itself before it was refused, or null
     */
    ConnectorRefused(String fault, NetworkDescriptor descriptor) {
        super(fault);
        this.descriptor = descriptor;
    }

    Optional<NetworkDescriptor> descriptor() {
        return Optional.ofNullable(descriptor);
    }
}
