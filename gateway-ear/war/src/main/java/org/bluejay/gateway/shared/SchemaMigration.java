package org.bluejay.gateway.shared;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.bluejay.gateway.bootstrap.BluejayDataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the database to this version's schema before anything else starts. Of several nodes that
 * start at once one migrates, and the others wait for it.
 */
@ApplicationScoped
public class SchemaMigration {

    /** Long enough to build an index over years of invoices. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final int FIRST = 1;

    void migrate(@Observes @Priority(FIRST) @Initialized(ApplicationScoped.class) Object start) {
        Flyway.configure(getClass().getClassLoader())
                .dataSource(new BluejayDataSource("bluejay-migration", PATIENCE))
                .lockRetryCount((int) PATIENCE.toSeconds())
                .load()
                .migrate();
    }
}
