package org.bluejay.gateway.merchant;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.jdbi.v3.core.ConnectionException;

/**
 * The connection over which keys are read: one for all of a node's requests, because one busy
 * session costs the database less than many that take turns. Opened when needed, and again when
 * lost. For one caller at a time.
 */
final class KeyLookup implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(KeyLookup.class.getName());

    private static final String FIND =
            """
            select k.hash, k.id, k.merchant_id, k.shop_id, coalesce(s.clock_offset_ms, 0), k.environment, k.scopes,
                k.allowed_addresses, k.expires_at, k.revoked_at
            from api_key k left join shop s on s.id = k.shop_id where k.hash = any(?)\
            """;

    private final DataSource source;
    private Connection connection;
    private PreparedStatement find;

    KeyLookup(DataSource source) {
        this.source = source;
    }

    /**
     * The keys of some hashes; those that are none are left out.
     *
     * @throws ConnectionException when the database does not answer
     */
    Map<ByteBuffer, KnownKey> read(Set<ByteBuffer> hashes) {
        boolean wasOpen = connection != null;
        try {
            return ask(hashes);
        } catch (SQLException e) {
            close();
            if (!wasOpen) {
                throw new ConnectionException(e);
            }
            LOG.log(Level.DEBUG, "event=key-lookup-reopened", e);
        }
        // The session may have ended with the server's last start; a new one tells.
        try {
            return ask(hashes);
        } catch (SQLException e) {
            close();
            throw new ConnectionException(e);
        }
    }

    private Map<ByteBuffer, KnownKey> ask(Set<ByteBuffer> hashes) throws SQLException {
        if (connection == null) {
            connection = source.getConnection();
            find = connection.prepareStatement(FIND);
        }
        byte[][] all = hashes.stream().map(ByteBuffer::array).toArray(byte[][]::new);
        find.setArray(1, connection.createArrayOf("bytea", all));
        Map<ByteBuffer, KnownKey> found = new HashMap<>();
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                found.put(ByteBuffer.wrap(row.getBytes(1)), known(row));
            }
        }
        return found;
    }

    private static KnownKey known(ResultSet row) throws SQLException {
        return new KnownKey(
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                Optional.ofNullable(row.getObject(4, UUID.class)),
                Duration.ofMillis(row.getLong(5)),
                EnvironmentConverter.of(row.getString(6)),
                Scopes.parse(row.getString(7)).names(),
                AddressRanges.parse(row.getString(8)),
                time(row, 9),
                time(row, 10));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        find = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "event=key-lookup-close-failed", e);
            }
        }
    }
}
