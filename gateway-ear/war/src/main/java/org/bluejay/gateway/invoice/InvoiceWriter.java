package org.bluejay.gateway.invoice;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bluejay.gateway.event.EventNumbering;
import org.bluejay.gateway.shared.Problem;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes new invoices, many callers' rows in one commit. While one batch commits, the next gathers:
 * nothing lingers, and the busier it is the more share a commit.
 *
 * <p>Its promise: an answer is given only after its own rows are committed, and each caller's rows
 * are there either whole or not at all.
 */
@ApplicationScoped
public class InvoiceWriter {

    private static final System.Logger LOG = System.getLogger(InvoiceWriter.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject Clock clock;
    @Inject EventNumbering numbering;
    @Resource ManagedThreadFactory threads;

    @Inject
    @ConfigProperty(name = "bluejay.invoice-writer.queue", defaultValue = "1000")
    int queueLength;

    @Inject
    @ConfigProperty(name = "bluejay.invoice-writer.batch", defaultValue = "128")
    int batchSize;

    private BlockingQueue<Waiting> queue;
    private InvoiceSession session;
    private Thread thread;
    private volatile boolean stopping;

    /** A caller's rows, and the caller waiting for them. */
    record Waiting(InvoiceInsert insert, CompletableFuture<Boolean> written) {}

    void start(@Observes @Priority(100) @Initialized(ApplicationScoped.class) Object started) {
        queue = new ArrayBlockingQueue<>(queueLength);
        session = new InvoiceSession(clock);
        thread = threads.newThread(this::run);
        thread.setName("bluejay-invoice-writer");
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopping = true;
        try {
            if (thread != null) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Writes the rows of a new invoice and waits for their commit.
     *
     * @return false when the idempotency key was used before, and nothing was written
     * @throws Problem 503 when too many are waiting or the database does not answer; nothing was
     *     written then
     */
    boolean write(InvoiceInsert insert) {
        Waiting waiting = new Waiting(insert, new CompletableFuture<>());
        if (stopping || !queue.offer(waiting)) {
            throw Problem.unavailable(
                    "too many invoices are being made right now", Duration.ofSeconds(1));
        }
        try {
            return waiting.written().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new IllegalStateException("an invoice could not be written", e.getCause());
        } catch (TimeoutException e) {
            throw Problem.unavailable(
                    "the database does not answer; send the same request again under its"
                            + " Idempotency-Key to learn whether it happened",
                    Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the gateway is stopping", Duration.ofSeconds(5));
        }
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(batchSize);
        while (!stopping || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, batchSize - 1);
                    batch.sort(Comparator.comparing(waiting -> waiting.insert().order()));
                    write(batch);
                    numbering.wake();
                }
            } catch (InterruptedException e) {
                stopping = true;
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                // The thread serves everybody: whatever went wrong is told to this batch alone.
                LOG.log(Level.ERROR, "event=invoice-batch-failed", e);
                batch.forEach(waiting -> waiting.written().completeExceptionally(e));
            } finally {
                batch.clear();
            }
        }
        session.close();
    }

    private void write(List<Waiting> batch) {
        try {
            boolean[] written = session.write(batch.stream().map(Waiting::insert).toList());
            for (int i = 0; i < written.length; i++) {
                batch.get(i).written().complete(written[i]);
            }
        } catch (InvoiceSession.Refused refused) {
            oneByOne(batch, refused);
        } catch (SQLException e) {
            LOG.log(
                    Level.WARNING,
                    "event=invoice-writer-without-database cause={0}",
                    e.getMessage());
            Problem problem =
                    Problem.unavailable("the database does not answer", Duration.ofSeconds(2));
            batch.forEach(waiting -> waiting.written().completeExceptionally(problem));
        }
    }

    /** One bad row undoes its whole batch; alone, each gets what it deserves. */
    private void oneByOne(List<Waiting> batch, InvoiceSession.Refused refused) {
        if (batch.size() == 1) {
            batch.get(0).written().completeExceptionally(refused.forCaller());
            return;
        }
        batch.forEach(waiting -> write(List.of(waiting)));
    }
}
