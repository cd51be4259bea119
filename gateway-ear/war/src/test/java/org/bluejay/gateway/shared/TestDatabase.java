package org.bluejay.gateway.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.bluejay.gateway.bootstrap.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests: {@link #fresh()} gives a new database with the gateway's schema.
 *
 * <p>All test runs of one user share a server, which the last of them stops. The schema is applied
 * once to a template, named after the migrations' content, and copied from there: a fresh database
 * takes a tenth of a second. Databases are dropped when the JVM ends; those of a killed one, by the
 * next.
 */
public final class TestDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String PREFIX = "test_";

    private TestDatabase() {}

    /** A database of its own for the caller, with the schema and no rows. */
    public static DataSource fresh() {
        return copyOf(Server.SCHEMA);
    }

    /** A database of its own for the caller, without any table. */
    public static DataSource empty() {
        return copyOf("template1");
    }

    private static DataSource copyOf(String template) {
        String name = PREFIX + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        try (Connection connection = Server.POSTGRES.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create database %s template %s owner %s strategy file_copy"
                            .formatted(name, template, EmbeddedPostgres.USER));
            return Server.dataSource(name);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database: " + e.getMessage(), e);
        }
    }

    /** Started with the first test that asks. */
    private static final class Server {

        private static final EmbeddedPostgres POSTGRES = open();
        private static final String SCHEMA = schema();

        private static EmbeddedPostgres open() {
            String user = System.getProperty("user.name");
            Path folder = Path.of(System.getProperty("java.io.tmpdir"), "bluejay-tests-" + user);
            EmbeddedPostgres server = EmbeddedPostgres.openThrowAway(folder);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        dropAbandoned(server, ProcessHandle.current().pid());
                                        server.close();
                                    }));
            dropAbandoned(server, -1);
            return server;
        }

        private static DataSource dataSource(String database) {
            try {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setUrl(POSTGRES.url(database));
                source.setUser(EmbeddedPostgres.USER);
                source.setPassword(POSTGRES.password());
                // As the gateway's own connections have it.
                source.setStringType("unspecified");
                return source;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * The template with this tree's migrations applied; made by whichever test run is first.
         */
        private static String schema() {
            String name = "schema_" + fingerprint();
            try (Connection connection = POSTGRES.superuser("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_advisory_lock(hashtext('" + name + "'))");
                if (select(statement, "select 1 from pg_database where datname = '" + name + "'")
                        .isEmpty()) {
                    String draft = name + "_draft";
                    statement.execute("drop database if exists " + draft + " with (force)");
                    statement.execute(
                            "create database " + draft + " owner " + EmbeddedPostgres.USER);
                    Flyway.configure(TestDatabase.class.getClassLoader())
                            .dataSource(dataSource(draft))
                            .load()
                            .migrate();
                    statement.execute("alter database " + draft + " rename to " + name);
                }
                return name;
            } catch (SQLException e) {
                throw new IllegalStateException("no schema for tests: " + e.getMessage(), e);
            }
        }

        private static String fingerprint() {
            CRC32 sum = new CRC32();
            try (Stream<Path> files = Files.list(migrations())) {
                for (Path file : files.sorted().toList()) {
                    sum.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                    sum.update(Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return HexFormat.of().toHexDigits((int) sum.getValue());
        }

        private static Path migrations() {
            try {
                return Path.of(TestDatabase.class.getResource("/db/migration").toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("the migrations are not in a folder", e);
            }
        }

        /** Drops the databases of {@code pid}, and of every process that is no more. */
        private static void dropAbandoned(EmbeddedPostgres server, long pid) {
            try (Connection connection = server.superuser("postgres");
                    Statement statement = connection.createStatement()) {
                for (String database :
                        select(
                                statement,
                                "select datname from pg_database where datname like 'test\\_%'")) {
                    long owner = Long.parseLong(database.split("_", -1)[1]);
                    if (owner == pid || ProcessHandle.of(owner).isEmpty()) {
                        statement.execute("drop database if exists " + database + " with (force)");
                    }
                }
            } catch (SQLException e) {
                System.getLogger(TestDatabase.class.getName())
                        .log(System.Logger.Level.WARNING, "event=test-databases-left", e);
            }
        }

        private static List<String> select(Statement statement, String query) throws SQLException {
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        }
    }
}
