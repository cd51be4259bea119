package org.bluejay.gateway.connector;

import java.util.Optional;
import org.bluejay.connector.network.NetworkDescriptor;

/** What lies in a folder cannot be used as a connector; the message says why, for the operator. */
final class ConnectorRefused extends Exception {

    private final transient NetworkDescriptor descriptor;
    private final boolean clash;

    /**
     * @param fault in words
     * @param descriptor what the connector said of itself before it was refused, or null
     */
    ConnectorRefused(String fault, NetworkDescriptor descriptor) {
        this(fault, descriptor, false);
    }

    private ConnectorRefused(String fault, NetworkDescriptor descriptor, boolean clash) {
        super(fault);
        this.descriptor = descriptor;
        this.clash = clash;
    }

    /** It would do, had not another connector taken what it claims. */
    static ConnectorRefused clash(String fault, NetworkDescriptor descriptor) {
        return new ConnectorRefused(fault, descriptor, true);
    }

    boolean isClash() {
        return clash;
    }

    Optional<NetworkDescriptor> descriptor() {
        return Optional.ofNullable(descriptor);
    }
}
