package org.bluejay.gateway.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Deliveries made in the database, many and due at once: as fast as no shop could cause events.
 *
 * @param connection the gateway's database
 */
record Backlog(Connection connection) {

    /** Each of an object of its own, about one event of the shop. */
    private static final String INSERT =
            """
            insert into webhook_delivery (id, lane, endpoint_id, shop_id, event_id, order_key, sequence, state,
                                          next_attempt_at, created_at)
            select (substr(uuid_at(now())::text, 1, 14) || substr(gen_random_uuid()::text, 15))::uuid, e.endpoint,
                e.endpoint, ?, ?, gen_random_uuid(), 1, 'pending', now(), now()
            from generate_series(1, ?) cross join unnest(cast(? as uuid[])) as e(endpoint)\
            """;

    /** So many for each endpoint. */
    void add(UUID shop, UUID event, int each, List<String> endpoints) throws SQLException {
        Site.change(
                connection,
                INSERT,
                shop,
                event,
                each,
                connection.createArrayOf("uuid", endpoints.toArray()));
    }

    long recordedAttempts() throws SQLException {
        return Site.number(connection, "select count(*) from webhook_attempt");
    }
}
