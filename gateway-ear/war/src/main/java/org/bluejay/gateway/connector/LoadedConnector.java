package org.bluejay.gateway.connector;

import java.util.Optional;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.network.NetworkDescriptor;

/**
 * A connector that lies in the connectors folder, as it stands now.
 *
 * @param id the network's; the folder's name while the connector cannot be asked
 * @param folder where it lies
 * @param state whether payments can use it
 * @param fault why it was refused, or why what lies in the folder now was; empty when all is well
 * @param descriptor what it says of itself; empty when it could not be asked
 * @param settings what a shop must tell to be connected
 */
public record LoadedConnector(
        String id,
        String folder,
        State state,
        String fault,
        Optional<NetworkDescriptor> descriptor,
        ConfigSchema settings) {

    /** Whether a connector works. */
    public enum State {
        /** Payments can use it. */
        LOADED,
        /** It is not used; its fault says why. */
        REFUSED
    }
}
