package org.bluejay.gateway.connector;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Looks into the connectors folder at the start and every few seconds, so that a connector is
 * installed, replaced or removed by what lies there, without a restart.
 */
@ApplicationScoped
public class ConnectorWatcher {

    private static final System.Logger LOG = System.getLogger(ConnectorWatcher.class.getName());

    /** A call has at most half of that; the rest is for what does not heed its interruption. */
    private static final Duration DRAIN = Duration.ofSeconds(60);

    private static final int CLOSING_SECONDS = 10;

    @Inject
    @ConfigProperty(name = "bluejay.connectors.dir", defaultValue = "connectors")
    String folder;

    @Inject
    @ConfigProperty(name = "bluejay.connectors.rescan", defaultValue = "PT3S")
    Duration rescan;

    @Resource ManagedThreadFactory threads;

    private Connectors connectors;
    private BackgroundLoop loop;

    @Produces
    @ApplicationScoped
    synchronized Connectors connectors() {
        if (connectors == null) {
            connectors = new Connectors(Path.of(folder), threads, DRAIN);
        }
        return connectors;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(100) Object started) {
        Connectors watched = connectors();
        loop =
                BackgroundLoop.start(
                        "connectors",
                        threads,
                        () -> {
                            watched.scan();
                            return rescan;
                        });
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
            try {
                connectors().close().get(CLOSING_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(Level.WARNING, "event=connectors-not-closed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
