package org.bluejay.gateway.inside;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Many who want the same at once, and keep it until they are sent home. */
final class Crowd implements AutoCloseable {

    private static final long PATIENCE = 30;

    private final int size;
    private final ExecutorService threads;
    private final CountDownLatch home = new CountDownLatch(1);

    Crowd(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size);
    }

    void everybody(Runnable does) {
        for (int i = 0; i < size; i++) {
            threads.execute(does);
        }
    }

    /** Where one stays with what one has got. */
    void stay() {
        try {
            home.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        home.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                throw new IllegalStateException("somebody has not gone home");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
