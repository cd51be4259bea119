package org.bluejay.gateway.shared;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Brings in what the server lends: the system's clock and the two database pools. */
@ApplicationScoped
public class Platform {

    /** For requests; takes part in the caller's transaction. */
    @Resource(lookup = "java:app/jdbc/bluejay")
    DataSource requests;

    /**
     * For background work, so that it can never starve the requests; each statement or handle its
     * own transaction.
     */
    @Resource(lookup = "java:app/jdbc/bluejay-work")
    DataSource work;

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @ApplicationScoped
    Database database() {
        return new Database(jdbi(requests));
    }

    @Produces
    @ApplicationScoped
    WorkDatabase workDatabase() {
        return new WorkDatabase(jdbi(work));
    }

    /** SQL as the gateway speaks it, over any data source. */
    public static Jdbi jdbi(DataSource source) {
        return Jdbi.create(source).installPlugin(new PostgresPlugin());
    }
}
