package org.bluejay.gateway.refund;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bluejay.gateway.refund.RefundSteps.Due;
import org.bluejay.gateway.shared.BackgroundLoop;

/** Keeps refunds going: at once after one was made on this node, and soon after any other. */
@ApplicationScoped
public class RefundLane {

    private static final System.Logger LOG = System.getLogger(RefundLane.class.getName());
    private static final Duration REST = Duration.ofMillis(500);

    /** Refunds are few; so many networks may hang at once without holding up the others. */
    private static final int PARALLEL = 8;

    @Inject RefundSender sender;
    @Resource ManagedThreadFactory threads;

    private final Semaphore free = new Semaphore(PARALLEL);
    private ExecutorService senders;
    private volatile BackgroundLoop loop;

    void start(@Observes @Priority(100) @Initialized(ApplicationScoped.class) Object started) {
        senders = Executors.newFixedThreadPool(PARALLEL, threads);
        loop = BackgroundLoop.start("refunds", threads, this::round);
    }

    void afterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) RefundsDue due) {
        BackgroundLoop running = loop;
        if (running != null) {
            running.wake();
        }
    }

    @PreDestroy
    void stop() {
        if (loop == null) {
            return;
        }
        loop.close();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(Level.INFO, "event=refunds-left-to-others");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration round() {
        int places = free.availablePermits();
        if (places == 0) {
            return REST;
        }
        List<Due> due = sender.take(places);
        for (Due refund : due) {
            free.acquireUninterruptibly();
            senders.execute(() -> carryOn(refund));
        }
        return due.size() == places ? Duration.ZERO : REST;
    }

    private void carryOn(Due refund) {
        try {
            sender.carryOn(refund);
        } catch (RuntimeException e) {
            // The lease runs out and it is looked at again; no other must suffer for this one.
            LOG.log(Level.ERROR, "event=refund-step-failed refund=" + refund.id(), e);
        } finally {
            free.release();
        }
    }
}
