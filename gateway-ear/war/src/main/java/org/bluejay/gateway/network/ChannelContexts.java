package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.gateway.connector.ConnectorStore;
import org.bluejay.gateway.connector.LentContext;
import org.bluejay.gateway.shared.WorkDatabase;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what is lent to a connector for one channel. */
@ApplicationScoped
class ChannelContexts {

    @Inject WorkDatabase database;
    @Inject Clock clock;
    @Inject Instance<Http> http;

    @Inject
    @ConfigProperty(name = "bluejay.public-url", defaultValue = "http://localhost:8080")
    URI publicUrl;

    ConnectorContext of(Channel channel) {
        Clock time =
                channel.environment() == Environment.SANDBOX
                        ? new ShopClock(clock, channel.shopId(), database)
                        : clock;
        return new LentContext(
                channel.environment(),
                time,
                request -> http.get().send(request),
                new ConnectorStore(channel.id(), database),
                ConnectorStore.common(channel.network(), channel.environment(), database),
                LentContext.withoutSlash(publicUrl));
    }
}
