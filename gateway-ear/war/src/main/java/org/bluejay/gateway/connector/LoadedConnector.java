package org.bluejay.gateway.connector;

import java.util.Optional;
import org.bluejay.connector.ConfigSchema;

/**
 * A connector that lies in the connectors folder, as it stands now.
 *
 * @param id the connector's own; the folder's name while the connector cannot be asked
 * @param folder where it lies
 * @param state whether it can be used
 * @param fault why it was refused, or why what lies in the folder now was; empty when all is well
 * @param facts what it says of itself; empty when it could not be asked
 * @param settings what must be told to connect a shop
 */
public record LoadedConnector(
        String id,
        String folder,
        State state,
        String fault,
        Optional<ConnectorFacts> facts,
        ConfigSchema settings) {

    /** Whether a connector works. */
    public enum State {
        /** It can be used. */
        LOADED,
        /** It is not used; its fault says why. */
        REFUSED
    }
}
