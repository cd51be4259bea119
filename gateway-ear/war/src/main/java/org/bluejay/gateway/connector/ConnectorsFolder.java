package org.bluejay.gateway.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says where connectors lie, and gives them threads to run on. */
@ApplicationScoped
public class ConnectorsFolder {

    private static final System.Logger LOG = System.getLogger(ConnectorsFolder.class.getName());

    /** A call has at most half of that; the rest is for what does not heed its interruption. */
    private static final Duration DRAIN = Duration.ofSeconds(60);

    private static final int CLOSING_SECONDS = 10;

    @Inject
    @ConfigProperty(name = "bluejay.connectors.dir", defaultValue = "connectors")
    String folder;

    private final AtomicInteger count = new AtomicInteger();

    @Produces
    @ApplicationScoped
    Connectors connectors() {
        JarCopies.sweep();
        return new Connectors(Path.of(folder), this::thread, DRAIN);
    }

    void close(@Disposes Connectors connectors) {
        try {
            connectors.close().get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "event=connectors-not-closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Not one of the container's: on those a connector could look up whatever the gateway can, its
     * database first of all.
     */
    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bluejay-connector-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
