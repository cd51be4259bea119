package org.bluejay.gateway.invoice;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.bluejay.gateway.bootstrap.BluejayDataSource;
import org.bluejay.gateway.idempotency.IdempotencyStore;

/**
 * The invoice writer's own connection, opened when needed and again when lost. After a commit whose
 * outcome is unknown it makes sure that the old session is gone, and then looks.
 */
final class InvoiceSession implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(InvoiceSession.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataSource source;
    private final Clock clock;
    private Connection connection;
    private PreparedStatement insert;
    private int backend;

    InvoiceSession(Clock clock) {
        this(new BluejayDataSource("invoice-writer", PATIENCE), clock);
    }

    InvoiceSession(DataSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** The database refused the rows, not the session: nothing of the batch was written. */
    static final class Refused extends Exception {

        Refused(SQLException cause) {
            super(cause);
        }

        RuntimeException forCaller() {
            String state = ((SQLException) getCause()).getSQLState();
            return "55P03".equals(state)
                    ? IdempotencyStore.stillRunning()
                    : new IllegalStateException("the database refused an invoice", getCause());
        }
    }

    /**
     * Writes all rows in one commit.
     *
     * @return for each, whether it was written; false when its key was used before
     * @throws Refused when the database refuses one of them; none is written then
     * @throws SQLException when the database cannot be reached; none is written then
     */
    boolean[] write(List<InvoiceInsert> inserts) throws SQLException, Refused {
        open();
        boolean committing = false;
        try {
            Instant now = clock.instant();
            for (InvoiceInsert row : inserts) {
                row.bind(insert, now);
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
            committing = true;
            connection.commit();
            return written(counts);
        } catch (SQLException e) {
            if (isAlive()) {
                connection.rollback();
                insert.clearBatch();
                throw new Refused(e);
            }
            lose();
            if (committing) {
                return afterUnknownCommit(inserts);
            }
            throw e;
        }
    }

    private static boolean[] written(int[] counts) {
        boolean[] written = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            written[i] = counts[i] == 1;
        }
        return written;
    }

    private void open() throws SQLException {
        if (connection != null) {
            return;
        }
        connection = source.getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '500ms'");
            try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
                row.next();
                backend = row.getInt(1);
            }
        }
        connection.commit();
        insert = connection.prepareStatement(InvoiceInsert.SQL);
    }

    private boolean isAlive() {
        try {
            return connection.isValid(2);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "event=invoice-session-dead", e);
            return false;
        }
    }

    private void lose() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "event=invoice-session-close-failed", e);
        }
        connection = null;
        insert = null;
    }

    /**
     * The old session may still be committing: it is ended first, so that what is read then is
     * final.
     */
    private boolean[] afterUnknownCommit(List<InvoiceInsert> inserts) throws SQLException {
        int lost = backend;
        open();
        LOG.log(Level.WARNING, "event=commit-unknown backend={0} rows={1}", lost, inserts.size());
        awaitEndOf(lost);
        boolean[] written = new boolean[inserts.size()];
        try (PreparedStatement exists =
                connection.prepareStatement("select 1 from invoice where id = ?")) {
            for (int i = 0; i < written.length; i++) {
                written[i] = exists(exists, inserts.get(i).invoice().id());
            }
        }
        connection.commit();
        for (int i = 0; i < written.length; i++) {
            if (!written[i] && inserts.get(i).key().isEmpty()) {
                throw new SQLException("the commit did not happen");
            }
        }
        return written;
    }

    private static boolean exists(PreparedStatement query, UUID id) throws SQLException {
        query.setObject(1, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    private void awaitEndOf(int lost) throws SQLException {
        Instant deadline = clock.instant().plus(PATIENCE);
        try (PreparedStatement end =
                connection.prepareStatement(
                        "select pg_terminate_backend(pid) from pg_stat_activity where pid = ? and"
                                + " pid <> pg_backend_pid() and application_name like"
                                + " '%invoice-writer%'")) {
            end.setInt(1, lost);
            while (clock.instant().isBefore(deadline)) {
                try (ResultSet row = end.executeQuery()) {
                    if (!row.next()) {
                        return;
                    }
                }
                connection.commit();
            }
        }
        throw new SQLException("session " + lost + " does not end");
    }

    @Override
    public void close() {
        if (connection != null) {
            lose();
        }
    }
}
