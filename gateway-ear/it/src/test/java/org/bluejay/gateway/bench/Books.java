package org.bluejay.gateway.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the database says of a shop, where each order id is the key it was sent under. */
final class Books {

    private final Map<String, List<String>> invoices = new HashMap<>();
    private final Set<String> events = new HashSet<>();
    private final List<String> broken = new ArrayList<>();

    Books(Connection connection, String shop) throws SQLException {
        each(
                connection,
                "select order_id, id from invoice where shop_id = ?",
                shop,
                row ->
                        invoices.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                                .add(row.getString(2)));
        each(
                connection,
                "select id from event where shop_id = ?",
                shop,
                row -> events.add(row.getString(1)));
        partOfEachInvoice(
                connection, shop, "event", "object_id = i.id and p.type = 'invoice.created'");
        partOfEachInvoice(
                connection, shop, "audit", "object_id = i.id and p.action = 'invoice.create'");
        partOfEachInvoice(connection, shop, "idempotency", "resource_id = i.id");
        nothingLeft(connection, shop);
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, String shop, Row reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, UUID.fromString(shop));
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private void partOfEachInvoice(
            Connection connection, String shop, String table, String condition)
            throws SQLException {
        each(
                connection,
                """
                select i.id, count(p.*) from invoice i left join %s p on p.%s
                where i.shop_id = ? group by i.id having count(p.*) <> 1\
                """
                        .formatted(table, condition),
                shop,
                row ->
                        broken.add(
                                "invoice "
                                        + row.getString(1)
                                        + " has "
                                        + row.getInt(2)
                                        + " rows in "
                                        + table));
    }

    /** Rows of an invoice that is not there, and keys whose first request never ended. */
    private void nothingLeft(Connection connection, String shop) throws SQLException {
        each(
                connection,
                """
                select object_id from event e where shop_id = ?
                    and not exists (select from invoice i where i.id = e.object_id)\
                """,
                shop,
                row -> broken.add("event of no invoice " + row.getString(1)));
        each(
                connection,
                """
                select key from idempotency where scope = ?
                    and (status is null or not exists (select from invoice where id = resource_id))\
                """,
                shop,
                row -> broken.add("key without an end: " + row.getString(1)));
    }

    List<String> invoicesOf(String key) {
        return invoices.getOrDefault(key, List.of());
    }

    Set<String> events() {
        return events;
    }

    /** One line for each promise that is broken. */
    List<String> check(Map<String, String> answered) {
        List<String> wrong = new ArrayList<>(broken);
        answered.forEach(
                (key, id) -> {
                    if (!invoicesOf(key).equals(List.of(id))) {
                        wrong.add(
                                "key "
                                        + key
                                        + " was answered "
                                        + id
                                        + ", and there is "
                                        + invoicesOf(key));
                    }
                });
        invoices.forEach(
                (key, ids) -> {
                    if (ids.size() > 1) {
                        wrong.add("key " + key + " made " + ids);
                    }
                });
        return wrong;
    }
}
