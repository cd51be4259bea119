package org.bluejay.gateway.connector;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call into a connector, on a thread of the connector's own. Whoever waits for it waits a
 * limited time; the call itself counts as in flight until it has really ended.
 */
public final class Call<T> implements Runnable {

    private final Callable<T> work;
    private final ClassLoader loader;
    private final Runnable ended;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private Thread runner;

    Call(Callable<T> work, ClassLoader loader, Runnable ended) {
        this.work = work;
        this.loader = loader;
        this.ended = ended;
    }

    @Override
    public void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        begin(thread);
        try {
            thread.setContextClassLoader(loader);
            result.complete(work.call());
        } catch (Throwable thrown) {
            // A connector may throw anything, down to LinkageError; whoever waits decides what it
            // means.
            result.completeExceptionally(thrown);
        } finally {
            thread.setContextClassLoader(before);
            begin(null);
            ended.run();
        }
    }

    /**
     * Waits for the result; when the time is over, the call is interrupted.
     *
     * @throws ExecutionException with what the connector threw
     * @throws TimeoutException when it has not ended within the limit
     */
    public T await(Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            interrupt();
            throw e;
        }
    }

    private synchronized void begin(Thread thread) {
        runner = thread;
    }

    // Under the lock, so that it can never hit the thread's next call.
    private synchronized void interrupt() {
        if (runner != null) {
            runner.interrupt();
        }
    }
}
