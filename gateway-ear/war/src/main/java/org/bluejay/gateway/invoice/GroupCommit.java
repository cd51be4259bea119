package org.bluejay.gateway.invoice;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.Problem;

/**
 * Writes new invoices, many callers' rows in one commit. While one batch commits, the next gathers:
 * nothing lingers, and the busier it is the more share a commit.
 *
 * <p>Its promise: an answer is given only after its own rows are committed, each caller's rows are
 * there either whole or not at all, and everybody is answered, also when it ends.
 */
final class GroupCommit implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** As long as the session waits for the database: whatever takes longer hangs. */
    private static final Duration STUCK = Duration.ofSeconds(10);

    private final InvoiceSession session;
    private final Runnable afterCommit;
    private final BlockingQueue<Waiting> queue;
    private final int batchSize;
    private BackgroundLoop loop;
    private volatile boolean ended;

    /** Whether a batch is being written, and since when. */
    private volatile boolean writing;

    private volatile long began;

    /** A caller's rows, and the caller waiting for them. */
    private record Waiting(InvoiceInsert insert, CompletableFuture<Boolean> written) {}

    private GroupCommit(
            InvoiceSession session, Runnable afterCommit, int queueLength, int batchSize) {
        this.session = session;
        this.afterCommit = afterCommit;
        this.queue = new ArrayBlockingQueue<>(queueLength);
        this.batchSize = batchSize;
    }

    /**
     * @param session used by the writer's thread alone, and closed by it
     * @param afterCommit called after each batch
     * @param queueLength how many callers may wait
     */
    static GroupCommit start(
            InvoiceSession session,
            Runnable afterCommit,
            ThreadFactory threads,
            int queueLength,
            int batchSize) {
        GroupCommit commits = new GroupCommit(session, afterCommit, queueLength, batchSize);
        commits.loop =
                BackgroundLoop.start(
                        "invoice-writer", threads, commits::writeNext, commits::writeLast);
        return commits;
    }

    /**
     * Writes the rows of a new invoice and waits for their commit.
     *
     * @return false when the idempotency key was used before, and nothing was written
     * @throws Problem 503 when too many are waiting, the gateway stops or the database does not
     *     answer
     */
    boolean write(InvoiceInsert insert) {
        Waiting waiting = new Waiting(insert, new CompletableFuture<>());
        if (ended) {
            throw Problem.stopping();
        }
        if (!queue.offer(waiting)) {
            throw Problem.unavailable(
                    "too many invoices are being made right now", Duration.ofSeconds(1));
        }
        if (ended) {
            // Perhaps after the last look at the queue.
            turnAwayWaiting();
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
            throw Problem.stopping();
        }
    }

    /**
     * Why no invoice can be made.
     *
     * @param now in {@link System#nanoTime}
     * @return empty when all is well
     */
    Optional<String> trouble(long now) {
        if (ended) {
            return Optional.of("has ended");
        }
        long since = began;
        return writing && now - since > STUCK.toNanos()
                ? Optional.of("is stuck in one batch for " + seconds(now - since) + " s")
                : Optional.empty();
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        loop.close();
    }

    private void writeLast() {
        try {
            for (Waiting first = queue.poll(); first != null; first = queue.poll()) {
                writeBatch(first);
            }
        } finally {
            ended = true;
            turnAwayWaiting();
            session.close();
        }
    }

    private void turnAwayWaiting() {
        List<Waiting> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(waiting -> waiting.written().completeExceptionally(Problem.stopping()));
    }

    private Duration writeNext() throws InterruptedException {
        Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            writeBatch(first);
        }
        return Duration.ZERO;
    }

    private void writeBatch(Waiting first) {
        List<Waiting> batch = new ArrayList<>(batchSize);
        batch.add(first);
        queue.drainTo(batch, batchSize - 1);
        batch.sort(Comparator.comparing(waiting -> waiting.insert().order()));
        began = System.nanoTime();
        writing = true;
        try {
            write(batch);
            afterCommit.run();
        } catch (RuntimeException | Error e) {
            // The thread serves everybody: whatever went wrong is told to this batch alone.
            LOG.log(Level.ERROR, "event=invoice-batch-failed", e);
            batch.forEach(waiting -> waiting.written().completeExceptionally(e));
        } finally {
            writing = false;
        }
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
