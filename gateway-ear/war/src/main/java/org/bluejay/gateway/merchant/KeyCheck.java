package org.bluejay.gateway.merchant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;

/**
 * Finds the key of a request, and its shop's time. Asks the database each time, with one indexed
 * statement, so that a revocation holds from the next request on, on every node; what cannot be a
 * key is not asked for.
 */
@ApplicationScoped
public class KeyCheck {

    private static final String FIND =
            """
            select k.id, k.merchant_id, k.shop_id, coalesce(s.clock_offset_ms, 0), k.environment, k.scopes,
                k.allowed_addresses, k.expires_at, k.revoked_at
            from api_key k left join shop s on s.id = k.shop_id where k.hash = ?\
            """;

    @Inject Database database;

    /** The key that a caller sent; empty when there is no such key. */
    public Optional<KnownKey> find(String text) {
        return KeyText.parse(text).flatMap(this::find);
    }

    private Optional<KnownKey> find(KeyText key) {
        return database.with(handle -> find(handle, key.hash()));
    }

    private static Optional<KnownKey> find(Handle handle, byte[] hash) {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(FIND)) {
            statement.setBytes(1, hash);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    private static KnownKey read(ResultSet row) throws SQLException {
        return new KnownKey(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                Optional.ofNullable(row.getObject(3, UUID.class)),
                Duration.ofMillis(row.getLong(4)),
                EnvironmentConverter.of(row.getString(5)),
                Scopes.parse(row.getString(6)).names(),
                AddressRanges.parse(row.getString(7)),
                time(row, 8),
                time(row, 9));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
