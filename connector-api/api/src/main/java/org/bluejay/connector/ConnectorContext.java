package org.bluejay.connector;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * All that a connector can reach of its host. Lent for one channel, for the one source of a
 * network, or for one connection to a shop, from opening to closing.
 */
public interface ConnectorContext {

    /** Real money or not. */
    Environment environment();

    /** The time; in the sandbox, the shop's own clock. A connector takes it from nowhere else. */
    Clock clock();

    Http http();

    /** What this channel, source or connection remembers. */
    DurableStore store();

    /**
     * What all channels of this network remember together, in this environment and over all shops:
     * for what must be unique among them, such as the addresses below one public key.
     */
    DurableStore common();

    /**
     * Where payers and networks reach the gateway, without a trailing slash: {@code
     * https://pay.example.com}.
     */
    URI publicUrl();

    /**
     * Where the shop of a connection sends its webhooks, for platforms that can be told so; empty
     * for what is no connection, and where the host takes none.
     */
    default Optional<URI> webhookUrl() {
        return Optional.empty();
    }
}
