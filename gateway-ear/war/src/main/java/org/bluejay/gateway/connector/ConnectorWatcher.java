package org.bluejay.gateway.connector;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Looks into the connectors folder at the start and every few seconds, so that a connector is
 * installed, replaced or removed by what lies there, without a restart.
 */
@ApplicationScoped
public class ConnectorWatcher {

    @Inject
    @ConfigProperty(name = "bluejay.connectors.rescan", defaultValue = "PT3S")
    Duration rescan;

    @Inject Connectors connectors;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(100) Object started) {
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
