package org.bluejay.gateway.refund;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.Metrics;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Tells operators how long the oldest refund has waited of those that the gateway cannot end by
 * itself, so that none is forgotten. Sandbox shops alarm nobody.
 */
@ApplicationScoped
public class RefundAlarm {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String OLDEST =
            """
            select created_at from refund
            where state in ('unknown', 'manual') and environment = 'live'
            order by created_at limit 1\
            """;

    @Inject WorkDatabase database;
    @Inject Metrics metrics;
    @Inject Clock clock;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;
    private volatile Duration waiting = Duration.ZERO;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(210) Object started) {
        metrics.gauge(
                "bluejay_refunds_waiting_seconds",
                "Age of the oldest live refund that waits for a person or whose fate is unknown;"
                        + " 0 when there is none",
                this::seconds);
        loop = BackgroundLoop.start("refund-alarm", threads, this::round);
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    private long seconds() {
        return waiting.toSeconds();
    }

    private Duration round() {
        waiting = oldest(database, clock.instant());
        return PAUSE;
    }

    /** How old the oldest of them is; zero when there is none. */
    static Duration oldest(WorkDatabase database, Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(OLDEST)
                                .map(
                                        (row, context) ->
                                                row.getObject("created_at", OffsetDateTime.class))
                                .findFirst()
                                .map(since -> Duration.between(since.toInstant(), now))
                                .orElse(Duration.ZERO));
    }
}
