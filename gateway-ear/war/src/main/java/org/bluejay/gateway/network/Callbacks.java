package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.InboundCallback;
import org.bluejay.gateway.connector.InboundQueue;
import org.bluejay.gateway.connector.SealedRequests;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.StorableText;
import org.jdbi.v3.core.Handle;

/** Where callbacks are kept: as they came, sealed, with how far their reading has come. */
@ApplicationScoped
class Callbacks {

    private static final String INSERT =
            """
            insert into callback (id, channel, token, received_at, request, state, reason, next_try_at)
            values (:id, :channel, :token, :receivedAt, :request, :state, :reason,
                    case when :state = 'received' then now() end)\
            """;

    private static final int MAX_NAME = 200;

    @Inject SealedRequests requests;

    private final InboundQueue queue = new InboundQueue("callback", "channel");

    /**
     * A callback whose turn it is.
     *
     * @param callback empty when its seal does not open: it waits, and no other waits for it
     */
    record Due(UUID id, String channel, Optional<InboundCallback> callback, int tries) {}

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
        handle.createUpdate(INSERT)
                .bind("id", id)
                .bind("channel", StorableText.bounded(channel, MAX_NAME))
                .bind("token", StorableText.bounded(callback.token(), MAX_NAME))
                .bind("receivedAt", at)
                .bind("request", requests.seal(id, callback))
                .bind("state", state)
                .bind("reason", reason)
                .execute();
        return id;
    }

    /** Takes the callback whose turn it is, for as long as the lease; channels take turns. */
    Optional<Due> take(Handle handle, Duration lease) {
        return queue.take(handle, lease)
                .map(
                        turn ->
                                new Due(
                                        turn.id(),
                                        turn.lane(),
                                        requests.open(turn.id(), turn.request()),
                                        turn.tries()));
    }

    void handled(Handle handle, UUID id) {
        queue.handled(handle, id);
    }

    void rejected(Handle handle, UUID id, String reason) {
        queue.rejected(handle, id, reason);
    }

    /** To be read later, because it cannot be now. */
    void postpone(Handle handle, UUID id, String reason, Duration pause) {
        queue.postpone(handle, id, reason, pause);
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
