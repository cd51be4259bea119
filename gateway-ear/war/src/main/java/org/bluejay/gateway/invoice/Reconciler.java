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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.gateway.network.Networks;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.WorkDatabase;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Asks networks about every payment that is not settled, at its own pace: callbacks may be lost,
 * and a crash may have come between a question and its answer. An attempt is leased while it is
 * asked about, so that of many nodes one asks.
 */
@ApplicationScoped
public class Reconciler {

    private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());
    private static final Duration REST = Duration.ofMillis(500);

    /** Longer than any look-up may take; leases are in database time. */
    private static final String LEASE =
            """
            update payment_attempt a set leased_until = now() + interval '90 seconds'
            from (select id from payment_attempt
                  where next_look_up_at <= :now and (leased_until is null or leased_until < now())
                  order by next_look_up_at limit :limit for update skip locked) due
            where a.id = due.id
            returning a.id, a.channel_id, a.network_reference, a.look_ups, a.invoice_id\
            """;

    @Inject WorkDatabase work;
    @Inject Networks networks;
    @Inject InvoiceService invoices;
    @Inject Clock clock;

    @Resource ManagedThreadFactory threads;

    @Inject
    @ConfigProperty(name = "bluejay.reconciler.parallel", defaultValue = "16")
    int parallel;

    private ExecutorService askers;
    private Semaphore free;
    private BackgroundLoop loop;

    /** One payment to ask about. */
    record Due(
            UUID attemptId, UUID channelId, String networkReference, int lookUps, UUID invoiceId) {}

    void start(@Observes @Priority(100) @Initialized(ApplicationScoped.class) Object started) {
        askers = Executors.newFixedThreadPool(parallel, threads);
        free = new Semaphore(parallel);
        loop = BackgroundLoop.start("reconciler", threads, this::round);
    }

    @PreDestroy
    void stop() {
        if (loop == null) {
            return;
        }
        loop.close();
        askers.shutdown();
        try {
            if (!askers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(Level.INFO, "event=look-ups-left-to-others");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something is worth asking about now. */
    void wake() {
        if (loop != null) {
            loop.wake();
        }
    }

    private Duration round() {
        int places = free.availablePermits();
        if (places == 0) {
            return REST;
        }
        List<Due> due = lease(places);
        for (Due attempt : due) {
            free.acquireUninterruptibly();
            askers.execute(() -> ask(attempt));
        }
        return due.size() == places ? Duration.ZERO : REST;
    }

    private List<Due> lease(int limit) {
        return work.inTransaction(
                handle ->
                        handle.createQuery(LEASE)
                                .bind("now", clock.instant())
                                .bind("limit", limit)
                                .map(
                                        (row, context) ->
                                                new Due(
                                                        row.getObject("id", UUID.class),
                                                        row.getObject("channel_id", UUID.class),
                                                        row.getString("network_reference"),
                                                        row.getInt("look_ups"),
                                                        row.getObject("invoice_id", UUID.class)))
                                .list());
    }

    private void ask(Due due) {
        try {
            lookUp(due);
        } catch (RuntimeException e) {
            // The lease runs out and it is asked again; another attempt must not suffer for this
            // one.
            LOG.log(Level.ERROR, "event=look-up-failed attempt=" + due.attemptId(), e);
        } finally {
            free.release();
        }
    }

    /**
     * Outside any transaction: the network is asked, and what it said goes through the one door.
     */
    void lookUp(Due due) {
        Instant began = invoices.timeOf(due.invoiceId());
        Optional<PaymentReport> report =
                networks.lookUp(
                        due.channelId(),
                        new PaymentHandle(due.attemptId().toString(), due.networkReference()));
        Duration pause = networks.pause(due.channelId(), due.lookUps() + 1);
        InvoiceService.LookUp lookUp =
                new InvoiceService.LookUp(began, clock.instant().plus(pause));
        if (report.isPresent()) {
            invoices.apply(due.channelId(), report.get(), lookUp);
        } else {
            invoices.lookedUpInVain(due.attemptId(), lookUp);
        }
    }
}
