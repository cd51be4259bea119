package org.bluejay.gateway.merchant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.GroupRead;
import org.jdbi.v3.core.ConnectionException;

/**
 * Finds the key of a request, and its shop's time. Asks the database each time, so that a
 * revocation holds from the next request on, on every node; requests that come at once are asked
 * for with one indexed statement, and what cannot be a key is not asked for.
 */
@ApplicationScoped
public class KeyCheck {

    private static final int MOST_AT_ONCE = 128;

    private static final String FIND =
            """
            select k.hash, k.id, k.merchant_id, k.shop_id, coalesce(s.clock_offset_ms, 0), k.environment, k.scopes,
                k.allowed_addresses, k.expires_at, k.revoked_at
            from api_key k left join shop s on s.id = k.shop_id where k.hash = any(?)\
            """;

    @Inject Database database;

    private final GroupRead<ByteBuffer, KnownKey> keys = new GroupRead<>(this::read, MOST_AT_ONCE);

    /** The key that a caller sent; empty when there is no such key. */
    public Optional<KnownKey> find(String text) {
        return KeyText.parse(text).flatMap(key -> keys.get(ByteBuffer.wrap(key.hash())));
    }

    private Map<ByteBuffer, KnownKey> read(Set<ByteBuffer> hashes) {
        return database.with(handle -> read(handle.getConnection(), hashes));
    }

    private static Map<ByteBuffer, KnownKey> read(Connection connection, Set<ByteBuffer> hashes) {
        Map<ByteBuffer, KnownKey> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "bytea",
                            hashes.stream().map(ByteBuffer::array).toArray(byte[][]::new)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(ByteBuffer.wrap(row.getBytes(1)), read(row));
                }
            }
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
        return found;
    }

    private static KnownKey read(ResultSet row) throws SQLException {
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
}
