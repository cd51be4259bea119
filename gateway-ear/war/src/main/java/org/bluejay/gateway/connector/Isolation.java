package org.bluejay.gateway.connector;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The walls around one loaded connector: its class loader and its own bounded pool of threads. A
 * connector that hangs uses up its own threads and nobody else's; one that leaves something behind
 * on a thread loses it with the threads when it is closed.
 */
final class Isolation {

    /** Most calls into one connector at the same time, over all its channels. */
    static final int MAX_CALLS = 128;

    private static final System.Logger LOG = System.getLogger(Isolation.class.getName());
    private static final int IDLE_SECONDS = 30;

    private final ConnectorLoader loader;
    private final JarCopies jars;
    private final ThreadFactory threads;
    private final ThreadPoolExecutor pool;
    private final Gate gate = new Gate();
    private final Set<AutoCloseable> opened = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    Isolation(ConnectorLoader loader, JarCopies jars, ThreadFactory threads) {
        this.loader = loader;
        this.jars = jars;
        this.threads = threads;
        this.pool =
                new ThreadPoolExecutor(
                        0,
                        MAX_CALLS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        threads);
    }

    ConnectorLoader loader() {
        return loader;
    }

    /**
     * Starts a call on one of the connector's threads.
     *
     * @throws RejectedExecutionException when it is closing, or all its threads are busy; nothing
     *     has run then
     */
    <T> Call<T> start(Callable<T> work) {
        if (!gate.enter()) {
            throw new RejectedExecutionException("the connector is being replaced");
        }
        Call<T> call = new Call<>(work, loader, gate::leave);
        try {
            pool.execute(call);
        } catch (RejectedExecutionException e) {
            gate.leave();
            throw e;
        }
        return call;
    }

    /** Closes this too when the connector goes; to be called from inside a call. */
    void attach(AutoCloseable resource) {
        opened.add(resource);
    }

    void detach(AutoCloseable resource) {
        opened.remove(resource);
    }

    boolean isRetired() {
        return gate.isShut();
    }

    /** Lets no new call in, and closes everything when the last one has ended. */
    void retire() {
        gate.shut(this::closeOnThreadOfItsOwn);
    }

    /** Done when everything is closed. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Closes everything now, although calls may still run: they had their time. */
    void force() {
        gate.force();
    }

    // The last call may be ended by anyone's thread, and closing runs the connector's code.
    private void closeOnThreadOfItsOwn() {
        threads.newThread(new Call<>(this::close, loader, () -> closed.complete(null))).start();
    }

    private Void close() {
        opened.forEach(this::closeQuietly);
        opened.clear();
        pool.shutdownNow();
        closeQuietly(loader);
        closeQuietly(jars);
        return null;
    }

    // One that cannot be closed, for whatever reason, must not keep the others open.
    private void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Throwable thrown) {
            // Not the exception itself: it may be the connector's, and say too much.
            LOG.log(
                    Level.WARNING,
                    "event=connector-close loader={0} error={1}",
                    loader.getName(),
                    thrown.getClass().getName());
        }
    }
}
