package org.bluejay.gateway.connector;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.StorableText;
import org.jdbi.v3.core.Handle;

/**
 * A table of requests from outside that wait to be read, in lanes: each sender has one. Its
 * promise: whoever floods us, or hangs while being read, keeps no other waiting.
 */
public final class InboundQueue {

    /** Requests of one lane that are read at the same time, over all nodes. */
    private static final int AT_ONCE = 2;

    private static final int MAX_REASON = 500;

    /**
     * The oldest of the lane with least in hand, jumping from lane to lane in the index. Until the
     * lease is over nobody else takes it; after a crash somebody does.
     */
    private static final String TAKE =
            """
            with recursive jump(lane) as (
                (select $lane from $table where state = 'received' order by $lane limit 1)
                union all
                select (select d.$lane from $table d where d.state = 'received' and d.$lane > j.lane
                        order by d.$lane limit 1)
                from jump j where j.lane is not null
            ), turn as (
                select d.id, h.hands + row_number() over (partition by j.lane order by d.next_try_at) as crowd
                from jump j cross join lateral (
                    select count(*) as hands from $table b where b.$lane = j.lane and b.leased_until > now()
                ) h cross join lateral (
                    select d.id, d.next_try_at from $table d
                    where d.$lane = j.lane and d.state = 'received' and d.next_try_at <= now()
                    order by d.next_try_at limit greatest(:atOnce - h.hands, 0)
                ) d
            ), next as (
                select d.id from turn join $table d on d.id = turn.id
                where d.state = 'received' and d.next_try_at <= now()
                order by turn.crowd, d.next_try_at limit 1 for update of d skip locked
            )
            update $table d set tries = tries + 1, next_try_at = now() + :lease, leased_until = now() + :lease
            from next where d.id = next.id
            returning d.id, cast(d.$lane as text) as lane, d.request, d.tries\
            """;

    private static final String FINISH =
            """
            update $table set state = :state, reason = :reason, next_try_at = null, leased_until = null
            where id = :id\
            """;

    private static final String POSTPONE =
            """
            update $table set reason = :reason, next_try_at = now() + :pause, leased_until = null
            where id = :id and state = 'received'\
            """;

    private final String take;
    private final String finish;
    private final String postpone;

    /**
     * @param table with the columns id, request, state, reason, tries, next_try_at and leased_until
     * @param lane its column that names the sender
     */
    public InboundQueue(String table, String lane) {
        this.take = of(table, lane, TAKE);
        this.finish = of(table, lane, FINISH);
        this.postpone = of(table, lane, POSTPONE);
    }

    private static String of(String table, String lane, String statement) {
        return statement.replace("$table", table).replace("$lane", lane);
    }

    /**
     * A request whose turn it is.
     *
     * @param request as it was sealed
     * @param tries this one, too
     */
    public record Turn(UUID id, String lane, byte[] request, int tries) {}

    /**
     * Takes the request whose turn it is, for as long as the lease: lanes in turn, oldest first
     * within one, and of none more than a few at a time.
     */
    public Optional<Turn> take(Handle handle, Duration lease) {
        return handle.createQuery(take)
                .bind("atOnce", AT_ONCE)
                .bind("lease", lease)
                .map(
                        (row, context) ->
                                new Turn(
                                        row.getObject("id", UUID.class),
                                        row.getString("lane"),
                                        row.getBytes("request"),
                                        row.getInt("tries")))
                .findOne();
    }

    public void handled(Handle handle, UUID id) {
        finish(handle, id, "handled", "");
    }

    public void rejected(Handle handle, UUID id, String reason) {
        finish(handle, id, "rejected", reason);
    }

    private void finish(Handle handle, UUID id, String state, String reason) {
        handle.createUpdate(finish)
                .bind("state", state)
                .bind("reason", StorableText.bounded(reason, MAX_REASON))
                .bind("id", id)
                .execute();
    }

    /** To be read later, because it cannot be now. */
    public void postpone(Handle handle, UUID id, String reason, Duration pause) {
        handle.createUpdate(postpone)
                .bind("reason", StorableText.bounded(reason, MAX_REASON))
                .bind("pause", pause)
                .bind("id", id)
                .execute();
    }
}
