package org.bluejay.gateway.connector;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Looks into the connectors folder at the start and every few seconds, so that a connector is
 * installed, replaced or removed by what lies there, without a restart.
 */
@ApplicationScoped
public class ConnectorWatcher {

    private static final System.Logger LOG = System.getLogger(ConnectorWatcher.class.getName());

    @Inject
    @ConfigProperty(name = "bluejay.connectors.rescan", defaultValue = "PT3S")
    Duration rescan;

    @Inject Connectors connectors;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;

    /** Looks once before anything makes a shop, which may want to begin with a channel. */
    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(40) Object started) {
        try {
            connectors.scan();
        } catch (UncheckedIOException e) {
            // The gateway works without connectors; the loop goes on looking.
            LOG.log(Level.ERROR, "event=connectors-folder-unreadable", e);
        }
        loop =
                BackgroundLoop.start(
                        "connectors",
                        threads,
                        () -> {
                            connectors.scan();
                            return rescan;
                        });
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }
}
