package org.bluejay.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bluejay.gateway.shared.Database;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Asks the database one short question, and waits no longer than a load balancer would.
 *
 * <p>The question is asked on another thread, because one that waits for PostgreSQL cannot be
 * interrupted; a few of them at most, so that a database that hangs does not collect threads and
 * connections with every probe.
 */
@ApplicationScoped
public class DatabaseProbe {

    private static final int AT_ONCE = 2;

    @Inject Database database;

    /** Whether the schema is there; no answer within two seconds is a no. */
    @Asynchronous
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(value = AT_ONCE, waitingTaskQueue = AT_ONCE)
    @Fallback(fallbackMethod = "noAnswer")
    public CompletionStage<Boolean> isMigrated() {
        return CompletableFuture.completedFuture(
                database.with(
                        handle ->
                                handle.createQuery(
                                                "select bool_and(success) from"
                                                        + " flyway_schema_history")
                                        .mapTo(boolean.class)
                                        .one()));
    }

    CompletionStage<Boolean> noAnswer() {
        return CompletableFuture.completedFuture(false);
    }
}
