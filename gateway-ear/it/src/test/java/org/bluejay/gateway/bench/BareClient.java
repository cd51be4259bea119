package org.bluejay.gateway.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The JDK's own HTTP client, sending one body over and over: it signs, records and asks nothing.
 */
final class BareClient implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final ExecutorService pool;
    private final int threads;

    BareClient(String url, int bodySize, int threads) {
        this.threads = threads;
        pool = Executors.newFixedThreadPool(threads);
        request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .header("webhook-id", "msg_00000000000000000000000000")
                        .header("webhook-timestamp", "1700000000")
                        .header("webhook-signature", "v1," + "0".repeat(44))
                        .header("X-Bluejay-Timestamp", "1700000000")
                        .header("X-Bluejay-Signature", "0".repeat(64))
                        .POST(BodyPublishers.ofByteArray(new byte[bodySize]))
                        .build();
    }

    /** Sends so many; how many a second. */
    double run(int count) throws InterruptedException {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(() -> send(count / threads));
        }
        long start = System.nanoTime();
        try {
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return count / threads * threads / ((System.nanoTime() - start) / 1e9);
    }

    private Void send(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                throw new IOException("the sink said " + status);
            }
        }
        return null;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
