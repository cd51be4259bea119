package org.bluejay.connector.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Many threads that start together. */
final class AtOnce {

    static final int THREADS = 32;

    private AtOnce() {}

    /**
     * What each came to.
     *
     * @param failure null when there is a value
     */
    record Result<T>(T value, Throwable failure) {}

    static <T> List<Result<T>> run(List<Callable<T>> tasks) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            CyclicBarrier start = new CyclicBarrier(tasks.size());
            List<Future<T>> running =
                    tasks.stream()
                            .map(task -> threads.submit(() -> afterAll(start, task)))
                            .collect(Collectors.toCollection(ArrayList::new));
            List<Result<T>> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(resultOf(one));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T afterAll(CyclicBarrier start, Callable<T> task) throws Exception {
        try {
            start.await();
        } catch (BrokenBarrierException broken) {
            throw new IllegalStateException(broken);
        }
        return task.call();
    }

    private static <T> Result<T> resultOf(Future<T> one) throws InterruptedException {
        try {
            return new Result<>(one.get(), null);
        } catch (ExecutionException failed) {
            return new Result<>(null, failed.getCause());
        }
    }
}
