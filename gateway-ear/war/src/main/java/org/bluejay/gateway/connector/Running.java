package org.bluejay.gateway.connector;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.bluejay.connector.ConfigSchema;

/**
 * A connector of either kind as it was loaded once; a reload makes a new one. Its code runs only
 * inside {@link #start}: on its own threads, under its own class loader, and never after it was
 * closed.
 */
public abstract sealed class Running permits RunningConnector, RunningShopConnector {

    private final Isolation isolation;
    private final ConnectorFacts facts;
    private final ConfigSchema settings;

    Running(Isolation isolation, ConnectorFacts facts, ConfigSchema settings) {
        this.isolation = isolation;
        this.facts = facts;
        this.settings = settings;
    }

    ConnectorFacts facts() {
        return facts;
    }

    public ConfigSchema settings() {
        return settings;
    }

    /**
     * Starts a call into the connector.
     *
     * @throws RejectedExecutionException when the connector is retired or all its threads are busy;
     *     nothing has run then
     */
    public <T> Call<T> start(Callable<T> work) {
        return isolation.start(work);
    }

    /** Has something closed together with the connector; to be called inside {@link #start}. */
    public void attach(AutoCloseable resource) {
        isolation.attach(resource);
    }

    public void detach(AutoCloseable resource) {
        isolation.detach(resource);
    }

    /** Whether a newer one has taken its place, or none. */
    public boolean isRetired() {
        return isolation.isRetired();
    }

    CompletableFuture<Void> retire() {
        isolation.retire();
        return isolation.closed();
    }

    void force() {
        isolation.force();
    }
}
