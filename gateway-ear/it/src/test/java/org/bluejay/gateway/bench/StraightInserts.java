package org.bluejay.gateway.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.bluejay.gateway.it.EmbeddedDatabase;

/**
 * What creating an invoice is measured against: the rows of an invoice that the gateway has made,
 * inserted again under new ids straight into the same PostgreSQL. Each connection has its thread:
 * begin, four prepared inserts, commit.
 */
final class StraightInserts implements AutoCloseable {

    private static final AtomicLong NUMBER = new AtomicLong();

    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService threads;

    /** All values of one row, but for those that must be new. */
    private record Row(String table, List<String> columns, List<Object> values) {

        static Row of(Connection connection, String table, String condition, UUID id)
                throws SQLException {
            try (PreparedStatement query =
                    connection.prepareStatement("select * from " + table + " where " + condition)) {
                query.setObject(1, id);
                ResultSet row = query.executeQuery();
                if (!row.next()) {
                    throw new IllegalStateException("no " + table + " of invoice " + id);
                }
                List<String> columns = new ArrayList<>();
                List<Object> values = new ArrayList<>();
                ResultSetMetaData meta = row.getMetaData();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    if (row.getObject(i) != null) {
                        columns.add(meta.getColumnName(i));
                        values.add(row.getObject(i));
                    }
                }
                return new Row(table, columns, values);
            }
        }

        Row with(String column, Object value) {
            List<String> names = new ArrayList<>(columns);
            List<Object> all = new ArrayList<>(values);
            if (!names.contains(column)) {
                names.add(column);
                all.add(value);
            }
            return new Row(table, names, all);
        }

        String insert() {
            StringJoiner marks = new StringJoiner(", ", "(", ")");
            columns.forEach(column -> marks.add("?"));
            return "insert into " + table + " (" + String.join(", ", columns) + ") values " + marks;
        }
    }

    /** One connection. */
    private static final class Worker {
        private final Connection connection;
        private final List<Row> rows;
        private final List<PreparedStatement> inserts = new ArrayList<>();

        Worker(Connection connection, List<Row> rows) throws SQLException {
            this.connection = connection;
            this.rows = rows;
            connection.setAutoCommit(false);
            for (Row row : rows) {
                PreparedStatement insert = connection.prepareStatement(row.insert());
                // Bound values stay: only the fresh ones are bound again for each row.
                for (int i = 0; i < row.values().size(); i++) {
                    insert.setObject(i + 1, row.values().get(i));
                }
                inserts.add(insert);
            }
        }

        Latencies work(long end) throws SQLException {
            Latencies latencies = new Latencies();
            long now = System.nanoTime();
            while (now < end) {
                bindFreshIds();
                for (PreparedStatement insert : inserts) {
                    insert.executeUpdate();
                }
                connection.commit();
                long then = System.nanoTime();
                latencies.add(then - now);
                now = then;
            }
            return latencies;
        }

        /** As the gateway makes them: rising with time, so that they land at an index's end. */
        private void bindFreshIds() throws SQLException {
            long number = NUMBER.incrementAndGet();
            UUID invoice = id(number, 0);
            bind("invoice", "id", invoice);
            bind("invoice", "link", "straight" + number + "-" + invoice.getLeastSignificantBits());
            bind("event", "id", id(number, 1));
            bind("event", "object_id", invoice);
            bind("event", "order_key", invoice);
            // Below every reader's cursor: nobody has to number or to deliver it.
            bind("event", "position", -number);
            bind("audit", "id", id(number, 2));
            bind("audit", "object_id", invoice);
            bind("idempotency", "key", "straight-" + invoice);
            bind("idempotency", "resource_id", invoice);
        }

        private void bind(String table, String column, Object value) throws SQLException {
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).table().equals(table)) {
                    inserts.get(i).setObject(rows.get(i).columns().indexOf(column) + 1, value);
                }
            }
        }

        private static UUID id(long number, int kind) {
            long millis = System.currentTimeMillis();
            return new UUID(
                    (millis << 16) | 0x7000 | (number & 0xfff),
                    0x8000000000000000L | ((long) kind << 56) | number);
        }
    }

    /**
     * Connects.
     *
     * @param invoice made by the gateway under an idempotency key
     */
    StraightInserts(EmbeddedDatabase database, int connections, UUID invoice) throws SQLException {
        List<Row> rows;
        try (Connection connection = database.connect()) {
            rows =
                    List.of(
                            Row.of(connection, "idempotency", "resource_id = ?", invoice),
                            Row.of(connection, "invoice", "id = ?", invoice),
                            Row.of(connection, "event", "object_id = ?", invoice)
                                    .with("position", 0L),
                            Row.of(connection, "audit", "object_id = ?", invoice));
        }
        for (int i = 0; i < connections; i++) {
            workers.add(new Worker(database.connect(), rows));
        }
        threads = Executors.newFixedThreadPool(connections);
    }

    Measured run(Duration time) throws InterruptedException, ExecutionException {
        double cpu = ProcessUse.ownCpuMillis();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<Latencies>> tasks = new ArrayList<>();
        workers.forEach(worker -> tasks.add(() -> worker.work(end)));
        Latencies latencies = new Latencies();
        for (Future<Latencies> done : threads.invokeAll(tasks)) {
            latencies.addAll(done.get());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(latencies, seconds, ProcessUse.ownCpuMillis() - cpu);
    }

    @Override
    public void close() throws SQLException {
        threads.shutdownNow();
        for (Worker worker : workers) {
            worker.connection.close();
        }
    }
}
