package org.bluejay.gateway.idempotency;

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
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Forgets what was answered under a key after three days, and the key itself after thirty: until
 * then a repeat is refused rather than done again.
 */
@ApplicationScoped
public class KeyRetention {

    private static final Duration ANSWERS = Duration.ofDays(3);
    private static final Duration KEYS = Duration.ofDays(30);

    /** Answers older than this were forgotten by an earlier round, or will be with their keys. */
    private static final Duration LOOKED_AT = Duration.ofDays(10);

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int BATCH = 1_000;

    private static final String FORGET_ANSWERS =
            """
            update idempotency set body = null where ctid = any(array(
                select ctid from idempotency
                where created_at < :before and created_at >= :since and body is not null
                order by created_at limit :batch for update skip locked))\
            """;

    private static final String FORGET_KEYS =
            """
            delete from idempotency where ctid = any(array(
                select ctid from idempotency where created_at < :before and created_at >= :since
                order by created_at limit :batch for update skip locked))\
            """;

    @Inject WorkDatabase database;
    @Inject Clock clock;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(200) Object started) {
        loop = BackgroundLoop.start("idempotency-keys", threads, () -> sweep(database, clock));
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    /**
     * One batch of each.
     *
     * @return when to go on: at once while there is more
     */
    static Duration sweep(WorkDatabase database, Clock clock) {
        Instant now = clock.instant();
        int keys = run(database, FORGET_KEYS, Instant.EPOCH, now.minus(KEYS));
        int answers = run(database, FORGET_ANSWERS, now.minus(LOOKED_AT), now.minus(ANSWERS));
        return keys == BATCH || answers == BATCH ? Duration.ZERO : PAUSE;
    }

    private static int run(WorkDatabase database, String sql, Instant since, Instant before) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(sql)
                                .bind("since", since)
                                .bind("before", before)
                                .bind("batch", BATCH)
                                .execute());
    }
}
