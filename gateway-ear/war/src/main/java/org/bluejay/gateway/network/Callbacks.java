package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.InboundCallback;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.shared.StorableText;
import org.jdbi.v3.core.Handle;

/** Where callbacks are kept: as they came, sealed, with how far their reading has come. */
@ApplicationScoped
class Callbacks {

    private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());

    private static final String INSERT =
            """
            insert into callback (id, channel, token, received_at, request, state, reason, next_try_at)
            values (:id, :channel, :token, :receivedAt, :request, :state, :reason,
                    case when :state = 'received' then now() end)\
            """;

    /** Callbacks of one channel that are read at the same time, over all nodes. */
    private static final int AT_ONCE = 2;

    /**
     * The oldest of the channel with least in hand, jumping from channel to channel in the index.
     * Until the lease is over nobody else takes it; after a crash somebody does.
     */
    private static final String TAKE =
            """
            with recursive jump(channel) as (
                (select channel from callback where state = 'received' order by channel limit 1)
                union all
                select (select d.channel from callback d where d.state = 'received' and d.channel > j.channel
                        order by d.channel limit 1)
                from jump j where j.channel is not null
            ), turn as (
                select d.id, h.hands + row_number() over (partition by j.channel order by d.next_try_at) as crowd
                from jump j cross join lateral (
                    select count(*) as hands from callback b where b.channel = j.channel and b.leased_until > now()
                ) h cross join lateral (
                    select d.id, d.next_try_at from callback d
                    where d.channel = j.channel and d.state = 'received' and d.next_try_at <= now()
                    order by d.next_try_at limit greatest(:atOnce - h.hands, 0)
                ) d
            ), next as (
                select d.id from turn join callback d on d.id = turn.id
                where d.state = 'received' and d.next_try_at <= now()
                order by turn.crowd, d.next_try_at limit 1 for update of d skip locked
            )
            update callback d set tries = tries + 1, next_try_at = now() + :lease, leased_until = now() + :lease
            from next where d.id = next.id
            returning d.id, d.channel, d.request, d.tries\
            """;

    private static final int MAX_NAME = 200;
    private static final int MAX_REASON = 500;

    @Inject Secrets secrets;

    /**
     * A callback whose turn it is.
     *
     * @param callback empty when its seal does not open: it waits, and no other waits for it
     */
    record Due(UUID id, String channel, Optional<InboundCallback> callback, int tries) {}

    /** The request as it is sealed; the body travels as base64. */
    private record Request(
            String method,
            String token,
            String query,
            Map<String, List<String>> headers,
            byte[] body) {}

    /** Keeps a callback to be read. */
    UUID keep(Handle handle, String channel, InboundCallback callback, Instant at) {
        return insert(handle, channel, callback, at, "received", "");
    }

    /** Keeps one that will not be read. */
    UUID keepRejected(
            Handle handle, String channel, InboundCallback callback, Instant at, String reason) {
        return insert(handle, channel, callback, at, "rejected", reason);
    }

    private UUID insert(
            Handle handle,
            String channel,
            InboundCallback callback,
            Instant at,
            String state,
            String reason) {
        UUID id = Ids.next();
        Request request =
                new Request(
                        callback.method(),
                        callback.token(),
                        callback.query(),
                        callback.headers(),
                        callback.body());
        handle.createUpdate(INSERT)
                .bind("id", id)
                .bind("channel", StorableText.bounded(channel, MAX_NAME))
                .bind("token", StorableText.bounded(callback.token(), MAX_NAME))
                .bind("receivedAt", at)
                .bind("request", secrets.seal(id, Json.bytes(request)))
                .bind("state", state)
                .bind("reason", reason)
                .execute();
        return id;
    }

    /**
     * Takes the callback whose turn it is, for as long as the lease: channels in turn, oldest first
     * within one, and of none more than a few at a time.
     */
    Optional<Due> take(Handle handle, Duration lease) {
        return handle.createQuery(TAKE)
                .bind("atOnce", AT_ONCE)
                .bind("lease", lease)
                .map((row, context) -> read(row))
                .findOne();
    }

    private Due read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Due(
                id,
                row.getString("channel"),
                open(id, row.getBytes("request")),
                row.getInt("tries"));
    }

    private Optional<InboundCallback> open(UUID id, byte[] sealed) {
        try {
            Request request = Json.read(secrets.open(id, sealed), Request.class);
            return Optional.of(
                    new InboundCallback(
                            request.method,
                            request.token,
                            request.query,
                            request.headers,
                            request.body));
        } catch (IllegalStateException unopened) {
            LOG.log(Level.ERROR, "event=callback-sealed callback=" + id, unopened);
            return Optional.empty();
        }
    }

    void handled(Handle handle, UUID id) {
        finish(handle, id, "handled", "");
    }

    void rejected(Handle handle, UUID id, String reason) {
        finish(handle, id, "rejected", reason);
    }

    private static void finish(Handle handle, UUID id, String state, String reason) {
        handle.execute(
                "update callback set state = ?, reason = ?, next_try_at = null, leased_until = null"
                        + " where id = ?",
                state,
                StorableText.bounded(reason, MAX_REASON),
                id);
    }

    /** To be read later, because it cannot be now. */
    void postpone(Handle handle, UUID id, String reason, Duration pause) {
        handle.execute(
                """
                update callback set reason = ?, next_try_at = now() + ?, leased_until = null
                where id = ? and state = 'received'\
                """,
                StorableText.bounded(reason, MAX_REASON),
                pause,
                id);
    }

    /** Brings forward what waits for a network whose connector has just come. */
    int bringForward(Handle handle, String network) {
        return handle.execute(
                """
                update callback set next_try_at = now()
                where state = 'received' and next_try_at > now() and tries > 0 and leased_until is null
                  and channel in (select cast(id as text) from channel where network = ?)\
                """,
                network);
    }
}
