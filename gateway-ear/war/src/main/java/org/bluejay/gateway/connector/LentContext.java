package org.bluejay.gateway.connector;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;

/** What is lent to a connector, for one channel, source or connection. */
public record LentContext(
        Environment environment,
        Clock clock,
        Http http,
        DurableStore store,
        DurableStore common,
        URI publicUrl,
        Optional<URI> webhookUrl)
        implements ConnectorContext {

    /** For what is no connection to a shop. */
    public LentContext(
            Environment environment,
            Clock clock,
            Http http,
            DurableStore store,
            DurableStore common,
            URI publicUrl) {
        this(environment, clock, http, store, common, publicUrl, Optional.empty());
    }

    /** The address of the gateway as connectors are told it, whatever an operator wrote. */
    public static URI withoutSlash(URI publicUrl) {
        return URI.create(publicUrl.toString().replaceAll("/+$", ""));
    }
}
