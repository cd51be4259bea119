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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.WorkDatabase;

/** Ends the time of invoices, soon after it is over. */
@ApplicationScoped
public class Expirer {

    private static final System.Logger LOG = System.getLogger(Expirer.class.getName());
    private static final Duration REST = Duration.ofMillis(500);
    private static final int BATCH = 100;

    private static final String DUE =
            "select id from invoice where expiry_due_at <= :now order by expiry_due_at limit"
                    + " :limit";

    @Inject WorkDatabase work;
    @Inject InvoiceService invoices;
    @Inject Reconciler reconciler;
    @Inject Clock clock;

    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;

    void start(@Observes @Priority(100) @Initialized(ApplicationScoped.class) Object started) {
        loop = BackgroundLoop.start("expirer", threads, this::round);
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    /** The clock has moved. */
    public void wake() {
        if (loop != null) {
            loop.wake();
        }
    }

    /** Two nodes may take the same invoice: the second finds nothing to do under its lock. */
    private Duration round() {
        List<UUID> due =
                work.inTransaction(
                        handle ->
                                handle.createQuery(DUE)
                                        .bind("now", clock.instant())
                                        .bind("limit", BATCH)
                                        .mapTo(UUID.class)
                                        .list());
        due.forEach(this::expire);
        if (!due.isEmpty()) {
            reconciler.wake();
        }
        return due.size() == BATCH ? Duration.ZERO : REST;
    }

    private void expire(UUID invoice) {
        try {
            invoices.expireIfDue(invoice);
        } catch (RuntimeException e) {
            // One bad invoice must not keep the others alive; it stays due.
            LOG.log(Level.ERROR, "event=expiry-failed invoice=" + invoice, e);
        }
    }
}
