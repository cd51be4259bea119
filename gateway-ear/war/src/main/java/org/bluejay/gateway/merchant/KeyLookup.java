package org.bluejay.gateway.merchant;

import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Problem;
import org.jdbi.v3.core.ConnectionException;

/**
 * The session over which keys are read: one for all of a node's requests, because one busy session
 * costs the database less than many that take turns. Opened when needed, again when lost, and anew
 * every minute: whatever lies between may drop what is idle, and after a failover the old primary
 * would go on answering.
 */
final class KeyLookup implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(KeyLookup.class.getName());
    private static final Duration MOST_AGE = Duration.ofMinutes(1);

    /** Classes and conditions of SQLSTATE, as appendix A of PostgreSQL's manual has them. */
    private static final String CONNECTION_EXCEPTION = "08";

    private static final String OPERATOR_INTERVENTION = "57";
    private static final String QUERY_CANCELED = "57014";

    private static final String FIND =
            """
            select k.hash, k.id, k.merchant_id, k.shop_id, coalesce(s.clock_offset_ms, 0), k.environment, k.scopes,
                k.allowed_addresses, k.expires_at, k.revoked_at
            from api_key k left join shop s on s.id = k.shop_id where k.hash = any(?)\
            """;

    private final DataSource source;
    private final Clock clock;
    private Session session;
    private boolean ended;

    private record Session(Connection connection, PreparedStatement find, Instant openedAt) {}

    /**
     * @param clock system time
     */
    KeyLookup(DataSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * The keys of some hashes; those that are none are left out.
     *
     * @throws ConnectionException when the database does not answer
     * @throws Problem 503 when the gateway stops
     */
    synchronized Map<ByteBuffer, KnownKey> read(Set<ByteBuffer> hashes) {
        if (ended) {
            throw Problem.stopping();
        }
        if (session != null && session.openedAt().plus(MOST_AGE).isBefore(clock.instant())) {
            drop();
        }
        boolean isNew = session == null;
        try {
            return ask(hashes);
        } catch (SQLException e) {
            drop();
            if (isNew || !hasEnded(e)) {
                throw new ConnectionException(e);
            }
            LOG.log(Level.DEBUG, "event=key-lookup-reopened", e);
            return askAnew(hashes);
        } catch (RuntimeException | Error e) {
            // What the session still holds of this nobody knows.
            drop();
            throw e;
        }
    }

    private Map<ByteBuffer, KnownKey> askAnew(Set<ByteBuffer> hashes) {
        try {
            return ask(hashes);
        } catch (SQLException e) {
            drop();
            throw new ConnectionException(e);
        }
    }

    /**
     * Whether the session is gone, with the server's last start perhaps, and a new one would do.
     * One that does not answer is not tried again: all who wait would wait twice as long.
     */
    private static boolean hasEnded(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return (state.startsWith(CONNECTION_EXCEPTION) || state.startsWith(OPERATOR_INTERVENTION))
                && !state.equals(QUERY_CANCELED)
                && !(e.getCause() instanceof SocketTimeoutException);
    }

    private Map<ByteBuffer, KnownKey> ask(Set<ByteBuffer> hashes) throws SQLException {
        if (session == null) {
            session = open();
        }
        byte[][] all = hashes.stream().map(ByteBuffer::array).toArray(byte[][]::new);
        session.find().setArray(1, session.connection().createArrayOf("bytea", all));
        Map<ByteBuffer, KnownKey> found = new HashMap<>();
        try (ResultSet row = session.find().executeQuery()) {
            while (row.next()) {
                ByteBuffer hash = ByteBuffer.wrap(row.getBytes(1));
                known(row).ifPresent(key -> found.put(hash, key));
            }
        }
        return found;
    }

    private Session open() throws SQLException {
        Connection connection = source.getConnection();
        try {
            return new Session(connection, connection.prepareStatement(FIND), clock.instant());
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A row that cannot be read is no key; the others of its group, of other merchants, are. */
    private static Optional<KnownKey> known(ResultSet row) throws SQLException {
        UUID id = row.getObject(2, UUID.class);
        try {
            return Optional.of(
                    new KnownKey(
                            id,
                            row.getObject(3, UUID.class),
                            Optional.ofNullable(row.getObject(4, UUID.class)),
                            Duration.ofMillis(row.getLong(5)),
                            EnvironmentConverter.of(row.getString(6)),
                            Scopes.parse(row.getString(7)).names(),
                            AddressRanges.parse(row.getString(8)),
                            time(row, 9),
                            time(row, 10)));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "event=key-unreadable key=" + id, e);
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private void drop() {
        Session old = session;
        session = null;
        if (old != null) {
            try {
                old.connection().close();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "event=key-lookup-close-failed", e);
            }
        }
    }

    /** For good: whoever still reads is waited for, and nobody reads again. */
    @Override
    public synchronized void close() {
        ended = true;
        drop();
    }
}
