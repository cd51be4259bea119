package org.bluejay.gateway.shared;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.bluejay.gateway.bootstrap.BluejayDataSource;
import org.bluejay.gateway.bootstrap.GatewayDatabase;
import org.flywaydb.core.Flyway;

/**
 * Brings the database to this version's schema before anything else starts, and lets go of the
 * database after everything else has stopped. Of several nodes that start at once one migrates, and
 * the others wait for it.
 */
@ApplicationScoped
public class SchemaMigration {

    /** Long enough to build an index over years of invoices. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final int FIRST = 1;
    private static final int LAST = Integer.MAX_VALUE;

    void migrate(@Observes @Priority(FIRST) @Initialized(ApplicationScoped.class) Object start) {
        Flyway.configure(getClass().getClassLoader())
                .dataSource(new BluejayDataSource("bluejay-migration", PATIENCE))
                .lockRetryCount((int) PATIENCE.toSeconds())
                .load()
                .migrate();
    }

    void release(@Observes @Priority(LAST) @Destroyed(ApplicationScoped.class) Object end) {
        GatewayDatabase.close();
    }
}
