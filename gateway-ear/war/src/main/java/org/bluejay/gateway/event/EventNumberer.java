package org.bluejay.gateway.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.NumberedEvents.Numbered;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Gives positions to committed events, one numberer at a time over all nodes.
 *
 * <p>Its promise: once a position can be read, no lower one will ever appear. Commits overtake each
 * other, so neither the id nor a sequence drawn while inserting could say that.
 */
final class EventNumberer {

    /** Most events of one transaction. */
    static final int BATCH = 1000;

    /**
     * A statement of its own: the next one's snapshot is taken when the lock is held, and so sees
     * all that the numberer before has numbered. The table grows faster than its statistics, hence
     * a plan that reads all of it is never worth considering.
     */
    private static final String TAKE_TURN =
            """
            select pg_advisory_xact_lock(7163940018), set_config('enable_seqscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)\
            """;

    private static final String NUMBER =
            """
            with batch as materialized (
                select id from event where position is null order by id limit :limit
            ), last as (
                update event_position set last = last + (select count(*) from batch)
                where exists (select from batch)
                returning last - (select count(*) from batch) as before
            ), numbered as (
                select id, (select before from last) + row_number() over (order by id) as position from batch
            )
            update event e set position = n.position from numbered n where e.id = n.id
            returning e.id, e.shop_id, e.environment, e.type, e.object_id, e.order_key, e.sequence, e.webhook_url, e.position\
            """;

    private final WorkDatabase database;
    private final Consumer<NumberedEvents> readers;

    /**
     * @param readers hears of every batch, inside the transaction
     */
    EventNumberer(WorkDatabase database, Consumer<NumberedEvents> readers) {
        this.database = database;
        this.readers = readers;
    }

    /**
     * Numbers what has been committed, {@link #BATCH} events at most.
     *
     * @return the events, in the order of their positions
     */
    List<Numbered> number() {
        return database.inTransaction(
                handle -> {
                    handle.execute(TAKE_TURN);
                    List<Numbered> events =
                            handle
                                    .createQuery(NUMBER)
                                    .bind("limit", BATCH)
                                    .map((row, context) -> read(row))
                                    .list()
                                    .stream()
                                    .sorted(java.util.Comparator.comparing(Numbered::position))
                                    .toList();
                    if (!events.isEmpty()) {
                        readers.accept(new NumberedEvents(handle, events));
                    }
                    return events;
                });
    }

    private static Numbered read(ResultSet row) throws SQLException {
        return new Numbered(
                row.getObject("id", UUID.class),
                row.getObject("shop_id", UUID.class),
                Environment.valueOf(row.getString("environment").toUpperCase(Locale.ROOT)),
                row.getString("type"),
                row.getObject("object_id", UUID.class),
                row.getObject("order_key", UUID.class),
                row.getLong("sequence"),
                row.getString("webhook_url"),
                row.getLong("position"));
    }
}
