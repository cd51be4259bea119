package org.bluejay.gateway.shared;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Work that goes on for as long as the gateway runs, in rounds, on a thread of its own.
 *
 * <p>Its promise: a round that fails is logged and does not end the loop, and {@link #wake()} is
 * never lost: a round begins after it, even when one is running now.
 */
public final class BackgroundLoop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(BackgroundLoop.class.getName());
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Set<BackgroundLoop> RUNNING = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Round round;
    private final Runnable last;
    private final Semaphore wakes = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {

        /**
         * @return how long to rest unless woken; zero when there is more to do at once
         */
        Duration run() throws Exception;
    }

    private BackgroundLoop(String name, Round round, Runnable last) {
        this.name = name;
        this.round = round;
        this.last = last;
    }

    /**
     * Starts the loop; its first round begins at once.
     *
     * @param name for the log and the thread
     * @param threads the container's {@code ManagedThreadFactory}
     */
    public static BackgroundLoop start(String name, ThreadFactory threads, Round round) {
        return start(name, threads, round, () -> {});
    }

    /**
     * The same, with something to put in order at the end, while there is still a database.
     *
     * @param last runs after the last round; whoever closes the loop waits for it
     */
    public static BackgroundLoop start(
            String name, ThreadFactory threads, Round round, Runnable last) {
        BackgroundLoop loop = new BackgroundLoop(name, round, last);
        Thread thread = threads.newThread(loop::run);
        thread.setName("bluejay-" + name);
        thread.setDaemon(true);
        RUNNING.add(loop);
        thread.start();
        return loop;
    }

    /** Lets the next round begin now. Cheap; many calls before that round are one. */
    public void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    /**
     * Ends every loop of the application, together. Called while the pools still give connections:
     * by the time a bean's own end is announced, they have stopped.
     */
    static void closeAll() {
        RUNNING.forEach(BackgroundLoop::stop);
        RUNNING.forEach(BackgroundLoop::close);
    }

    private void stop() {
        stopping = true;
        wakes.release();
    }

    /** Ends the loop after the running round, and waits for that; the thread is not interrupted. */
    @Override
    public void close() {
        stop();
        try {
            if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "event=loop-does-not-stop loop={0}", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                Duration rest = oneRound();
                if (!rest.isZero() && wakes.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS)) {
                    wakes.drainPermits();
                }
            }
        } catch (InterruptedException stoppedByTheContainer) {
            Thread.currentThread().interrupt();
            LOG.log(Level.DEBUG, "event=loop-interrupted loop={0}", name);
        } finally {
            end();
        }
    }

    private void end() {
        try {
            last.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=last-round-failed loop=" + name, e);
        } finally {
            RUNNING.remove(this);
            ended.countDown();
        }
    }

    private Duration oneRound() throws InterruptedException {
        try {
            return round.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (!stopping) {
                LOG.log(Level.ERROR, "event=round-failed loop=" + name, e);
            }
            return REST_AFTER_FAILURE;
        }
    }
}
