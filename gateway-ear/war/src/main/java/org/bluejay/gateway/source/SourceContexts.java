package org.bluejay.gateway.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Http;
import org.bluejay.gateway.connector.ConnectorStore;
import org.bluejay.gateway.connector.LentContext;
import org.bluejay.gateway.shared.WorkDatabase;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what is lent to a connector for the source of its network. */
@ApplicationScoped
class SourceContexts {

    @Inject WorkDatabase database;
    @Inject Clock clock;
    @Inject Instance<Http> http;

    @Inject
    @ConfigProperty(name = "bluejay.public-url", defaultValue = "http://localhost:8080")
    URI publicUrl;

    ConnectorContext of(SourceRef source) {
        return new LentContext(
                source.environment(),
                clock,
                request -> http.get().send(request),
                ConnectorStore.source(source.network(), source.environment(), database),
                ConnectorStore.common(source.network(), source.environment(), database),
                LentContext.withoutSlash(publicUrl));
    }
}
