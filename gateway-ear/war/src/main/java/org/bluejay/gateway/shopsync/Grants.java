package org.bluejay.gateway.shopsync;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Digests;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.shared.StorableText;
import org.jdbi.v3.core.Handle;

/** Where grants are kept; their settings sealed, each under its grant's id, and only as needed. */
@ApplicationScoped
class Grants {

    private static final System.Logger LOG = System.getLogger(Grants.class.getName());

    private static final int MAX_DETAIL = 300;

    private static final String INSERT =
            """
            insert into key_grant (id, merchant_id, shop_id, environment, platform, name, settings, token, state_hash, status,
                created_at, expires_at)
            values (:id, :merchantId, :shopId, :environment, :platform, :name, :settings, :token, :state, 'pending',
                :createdAt, :expiresAt)\
            """;

    private static final String RECEIVE =
            """
            update key_grant set status = 'received', settings = :settings, next_try_at = now()
            where id = :id and status = 'pending' and expires_at > :now and state_hash = :state\
            """;

    private static final String TAKE =
            """
            with next as (
                select id from key_grant where status = 'received' and next_try_at <= now()
                order by next_try_at limit 1 for update skip locked
            )
            update key_grant g set tries = tries + 1, next_try_at = now() + :lease
            from next where g.id = next.id
            returning g.*\
            """;

    @Inject Secrets secrets;

    /**
     * @param state what the shop has to bring back; only its digest is kept
     */
    void insert(Handle handle, Grant grant, String state) {
        handle.createUpdate(INSERT)
                .bind("id", grant.id())
                .bind("merchantId", grant.owner().merchantId())
                .bind("shopId", grant.owner().shopId())
                .bind("environment", EnvironmentConverter.text(grant.owner().environment()))
                .bind("platform", grant.platform())
                .bind("name", grant.name())
                .bind("settings", seal(grant.id(), grant.answers()))
                .bind("token", grant.token())
                .bind("state", digest(state))
                .bind("createdAt", grant.createdAt())
                .bind("expiresAt", grant.expiresAt())
                .execute();
    }

    /** How many of a shop's may still be answered. */
    int pending(Handle handle, UUID shopId, Instant now) {
        return handle.select(
                        "select count(*) from key_grant where shop_id = ? and status = 'pending'"
                                + " and expires_at > ?",
                        shopId,
                        now)
                .mapTo(Integer.class)
                .one();
    }

    Optional<Grant> find(Handle handle, Caller caller, UUID id) {
        return handle.createQuery(
                        """
                        select * from key_grant where id = :id and merchant_id = :merchantId and environment = :environment
                            and (cast(:shopId as uuid) is null or shop_id = :shopId)\
                        """)
                .bind("id", id)
                .bind("merchantId", caller.merchantId())
                .bind("environment", EnvironmentConverter.text(caller.environment()))
                .bind("shopId", caller.shop().orElse(null))
                .map((row, context) -> read(row))
                .findOne();
    }

    /** For a shop or a browser that comes back to the address with this token in it. */
    Optional<Grant> find(Handle handle, String token) {
        return handle.createQuery("select * from key_grant where token = :token")
                .bind("token", token.replace("\0", ""))
                .map((row, context) -> read(row))
                .findOne();
    }

    /**
     * Keeps the key that came, unless the grant was answered before, is late, or of another state.
     *
     * @param answers all of them, the key's too
     */
    boolean receive(
            Handle handle, UUID id, String state, Map<String, String> answers, Instant now) {
        return handle.createUpdate(RECEIVE)
                        .bind("id", id)
                        .bind("state", digest(state))
                        .bind("settings", seal(id, answers))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** One whose key waits to be tried, for as long as the lease. */
    Optional<Grant> take(Handle handle, Duration lease) {
        return handle.createQuery(TAKE)
                .bind("lease", lease)
                .map((row, context) -> read(row))
                .findOne();
    }

    void postpone(Handle handle, UUID id, Duration pause) {
        handle.execute(
                "update key_grant set next_try_at = now() + ? where id = ? and status = 'received'",
                pause,
                id);
    }

    /**
     * @return false when it has come to an end before
     */
    boolean granted(Handle handle, UUID id, UUID connectionId) {
        return handle.execute(
                        """
                        update key_grant set status = 'granted', connection_id = ?, settings = null, next_try_at = null
                        where id = ? and status = 'received'\
                        """,
                        connectionId,
                        id)
                == 1;
    }

    /**
     * @return false when it has come to an end, or a step further, before
     */
    boolean refused(Handle handle, Grant grant, Grant.Reason reason, String detail) {
        return handle.execute(
                        """
                        update key_grant set status = 'refused', reason = ?, detail = ?, settings = null, next_try_at = null
                        where id = ? and status = lower(?)\
                        """,
                        reason.text(),
                        StorableText.bounded(detail, MAX_DETAIL),
                        grant.id(),
                        grant.status().name())
                == 1;
    }

    private static byte[] digest(String state) {
        return Digests.sha256(state.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] seal(UUID id, Map<String, String> answers) {
        return secrets.seal(id, Json.bytes(answers));
    }

    private Grant read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Grant(
                id,
                new Connection.Owner(
                        row.getObject("merchant_id", UUID.class),
                        row.getObject("shop_id", UUID.class),
                        EnvironmentConverter.of(row.getString("environment"))),
                row.getString("platform"),
                row.getString("name"),
                open(id, row.getBytes("settings")),
                row.getString("token"),
                Grant.Status.of(row.getString("status")),
                Grant.Reason.of(row.getString("reason")),
                row.getString("detail"),
                Optional.ofNullable(row.getObject("connection_id", UUID.class)),
                row.getInt("tries"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    /** Without the key that sealed them there are none, and so nothing comes of the grant. */
    private Map<String, String> open(UUID id, byte[] sealed) {
        if (sealed == null) {
            return Map.of();
        }
        try {
            return Json.MAPPER.readValue(
                    secrets.open(id, sealed), new TypeReference<Map<String, String>>() {});
        } catch (IllegalStateException unopened) {
            LOG.log(
                    Level.WARNING,
                    "event=key-grant-sealed grant={0} cause=\"{1}\"",
                    id,
                    unopened.getMessage());
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
