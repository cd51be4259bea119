package org.bluejay.gateway.shared;

import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.statement.Cleanable;

/**
 * Lends the one connection that the aggregates use in the caller's transaction; outside of any, one
 * of the pool's.
 *
 * <p>Its promise: a transaction never borrows a second connection. Else, when as many requests as
 * there are connections hold one each, all of them wait for one more; and what SQL wrote, the
 * aggregates would not see before the commit.
 */
final class JoinedConnections implements ConnectionFactory {

    private final DataSource pool;
    private final EntityManager entities;
    private final TransactionSynchronizationRegistry transactions;

    JoinedConnections(
            DataSource pool,
            EntityManager entities,
            TransactionSynchronizationRegistry transactions) {
        this.pool = pool;
        this.entities = entities;
        this.transactions = transactions;
    }

    @Override
    public Connection openConnection() throws SQLException {
        return isInTransaction() ? entities.unwrap(Connection.class) : pool.getConnection();
    }

    /** What is the transaction's ends with it. */
    @Override
    public Cleanable getCleanableFor(Connection connection) {
        return isInTransaction() ? () -> {} : connection::close;
    }

    private boolean isInTransaction() {
        int status = transactions.getTransactionStatus();
        return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK;
    }
}
