package org.bluejay.gateway.shared;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.bluejay.gateway.bootstrap.BluejayDataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Brings in what the server lends: the system's clock, the aggregates and the two database pools.
 */
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

    /** The aggregates, in the caller's transaction: {@code @Inject EntityManager}. */
    @Produces @PersistenceContext EntityManager entities;

    /** Tells whether the caller is in a transaction. */
    @Produces
    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** In microseconds, as the database keeps them: a time reads back as it was written. */
    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }

    @Produces
    @ApplicationScoped
    Database database() {
        return new Database(jdbi(new JoinedConnections(requests, entities, transactions)));
    }

    @Produces
    @ApplicationScoped
    WorkDatabase workDatabase() {
        return new WorkDatabase(jdbi(work));
    }

    @Produces
    OwnConnections ownConnections() {
        return new OwnConnections(BluejayDataSource::new);
    }

    /** SQL as the gateway speaks it, over any data source. */
    public static Jdbi jdbi(DataSource source) {
        return jdbi(source::getConnection);
    }

    private static Jdbi jdbi(ConnectionFactory connections) {
        Jdbi jdbi = Jdbi.create(connections).installPlugin(new PostgresPlugin());
        // What was bound holds what logs must not.
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }
}
