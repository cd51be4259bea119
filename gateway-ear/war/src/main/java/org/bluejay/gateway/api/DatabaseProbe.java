package org.bluejay.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.bluejay.gateway.shared.Database;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Asks the database one short question, and waits no longer than a load balancer would. */
@ApplicationScoped
public class DatabaseProbe {

    @Inject Database database;

    /** Whether the schema is there; no answer within two seconds is a no. */
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Fallback(fallbackMethod = "noAnswer")
    public boolean isMigrated() {
        return database.with(
                handle ->
                        handle.createQuery("select bool_and(success) from flyway_schema_history")
                                .mapTo(boolean.class)
                                .one());
    }

    boolean noAnswer() {
        return false;
    }
}
