package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.gateway.connector.ConnectorStore;
import org.bluejay.gateway.connector.LentContext;
import org.bluejay.gateway.shared.WorkDatabase;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes what is lent to a connector for one connection. Its clock is the system's, in the sandbox
 * too: the shop out there knows nothing of a sandbox's clock, and its signatures and cursors go by
 * real time.
 */
@ApplicationScoped
class ShopContexts {

    @Inject WorkDatabase database;
    @Inject Clock clock;
    @Inject Instance<Http> http;

    @Inject
    @ConfigProperty(name = "bluejay.public-url", defaultValue = "http://localhost:8080")
    URI publicUrl;

    ConnectorContext of(Connection connection) {
        Environment environment = connection.owner().environment();
        return new LentContext(
                environment,
                clock,
                request -> http.get().send(request),
                new ConnectorStore(connection.id(), database),
                ConnectorStore.common(connection.platform(), environment, database),
                publicUrl(),
                Optional.of(URI.create(webhookUrl(connection, publicUrl()))));
    }

    /** Where the shop of this connection is to send its webhooks. */
    static String webhookUrl(Connection connection, URI publicUrl) {
        return publicUrl + "/hooks/" + connection.platform() + "/" + connection.id();
    }

    /** Without a trailing slash. */
    URI publicUrl() {
        return LentContext.withoutSlash(publicUrl);
    }
}
