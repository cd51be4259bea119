package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The PostgreSQL that the gateway brings along: real server programs, durable settings, on
 * loopback, with its own password. Whatever was killed (gateway, server or both), opening it again
 * finds every committed row; and a server that dies under a living gateway is started again.
 *
 * <p>Several processes may open one folder: they share the server, and the last to close it stops
 * it.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The role and the database of the gateway; the superuser is kept for upkeep. */
    public static final String USER = "bluejay";

    public static final String DATABASE = "bluejay";

    private static final System.Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());
    private static final Duration LOCK_PATIENCE = Duration.ofMinutes(11);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);
    private static final long WATCH_MILLIS = 250;
    private static final long RETRY_MILLIS = 2_000;

    private final Path folder;
    private final Map<String, String> settings;
    private final Thread watchdog = new Thread(this::watch, "bluejay-database-watchdog");
    private FolderLock use;
    private PostgresCluster cluster;
    private volatile PostmasterFile server;
    private volatile boolean closed;

    private EmbeddedPostgres(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Opens the server whose files are in {@code folder}: adopts it when it runs, starts it when
     * not, makes it when there is none.
     *
     * @throws DatabaseUnavailable when that fails, saying what to do
     */
    public static EmbeddedPostgres open(Path folder) {
        return open(folder, PostgresSettings.durable());
    }

    /** For tests, whose data nobody misses: gives up durability for speed. */
    public static EmbeddedPostgres openThrowAway(Path folder) {
        return open(folder, PostgresSettings.throwAway());
    }

    private static EmbeddedPostgres open(Path folder, Map<String, String> settings) {
        try {
            Files.createDirectories(folder);
            EmbeddedPostgres opened = new EmbeddedPostgres(folder.toRealPath(), settings);
            opened.open();
            return opened;
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    "The embedded database cannot use its folder %s (%s). Choose another with --data or bluejay.data.dir."
                            .formatted(folder.toAbsolutePath(), e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while the embedded database started", e);
        }
    }

    /**
     * Where the gateway's database is now; the port may change when the server had to be restarted.
     */
    public String url() {
        return url(DATABASE);
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    public String password() throws IOException {
        return PostgresCluster.password(folder, USER);
    }

    /** A connection that may make and drop databases; the caller closes it. */
    public Connection superuser(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresCluster.SUPERUSER);
        properties.setProperty("ApplicationName", "bluejay-upkeep");
        try {
            properties.setProperty(
                    "password", PostgresCluster.password(folder, PostgresCluster.SUPERUSER));
        } catch (IOException e) {
            throw new DatabaseUnavailable("Cannot read the database's password in " + folder, e);
        }
        // By name: application servers take drivers away from the driver manager at will.
        return new Driver().connect(url(database), properties);
    }

    /** Process id of the server, as the operating system knows it. */
    public long pid() {
        return server.pid();
    }

    private void open() throws IOException, InterruptedException {
        oneAtATime(this::openAlone);
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void openAlone() throws IOException, InterruptedException {
        use = FolderLock.shared(folder.resolve("in-use.lock")).orElse(null);
        boolean opened = false;
        try {
            cluster = PostgresCluster.in(folder);
            adoptOrStart();
            prepareWhatAnswers();
            opened = true;
        } finally {
            if (!opened && use != null) {
                use.close();
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Whoever makes, starts or stops the server holds the start lock. */
    private void oneAtATime(Work work) throws IOException, InterruptedException {
        FolderLock start =
                FolderLock.exclusive(folder.resolve("start.lock"), LOCK_PATIENCE)
                        .orElseThrow(
                                () ->
                                        new DatabaseUnavailable(
                                                "Another process has been starting the embedded"
                                                        + " database in "
                                                        + folder
                                                        + " for "
                                                        + LOCK_PATIENCE.toMinutes()
                                                        + " minutes. End it, or choose another"
                                                        + " folder with --data."));
        try {
            work.run();
        } finally {
            start.close();
        }
    }

    /** Holding the start lock: one server, however many ask for it. */
    private void adoptOrStart() throws IOException, InterruptedException {
        Optional<PostmasterFile> running = PostmasterFile.read(cluster.path());
        if (running.isPresent() && awaitReady(running.get())) {
            LOG.log(Level.INFO, "event=database-adopted pid={0}", String.valueOf(server.pid()));
            return;
        }
        cluster.start(settings);
        server =
                PostmasterFile.read(cluster.path())
                        .filter(PostmasterFile::ready)
                        .orElseThrow(
                                () ->
                                        new DatabaseUnavailable(
                                                "The embedded database in "
                                                        + folder
                                                        + " died right after its start; see "
                                                        + cluster.path().resolve("log")));
        LOG.log(
                Level.INFO,
                "event=database-started pid={0} port={1}",
                String.valueOf(server.pid()),
                String.valueOf(server.port()));
    }

    /** A server found alive may still be replaying its log; one that is not alive is no server. */
    private boolean awaitReady(PostmasterFile found) throws IOException, InterruptedException {
        Optional<PostmasterFile> now = Optional.of(found);
        while (now.isPresent() && now.get().alive()) {
            if (now.get().ready()) {
                server = now.get();
                return true;
            }
            Thread.sleep(WATCH_MILLIS);
            now = PostmasterFile.read(cluster.path());
        }
        return false;
    }

    /** A server that was killed just now may still look alive: what counts is that it answers. */
    private void prepareWhatAnswers() throws IOException, InterruptedException {
        long end = System.nanoTime() + ANSWER_PATIENCE.toNanos();
        while (true) {
            try {
                prepareDatabase();
                return;
            } catch (SQLException e) {
                if (!GatewayDatabase.onItsWayBack(e) || System.nanoTime() > end) {
                    throw new DatabaseUnavailable(
                            "The embedded database in %s runs, but refuses the gateway: %s"
                                    .formatted(folder, e.getMessage()),
                            e);
                }
                Thread.sleep(WATCH_MILLIS);
                adoptOrStart();
            }
        }
    }

    private void prepareDatabase() throws IOException, SQLException {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            if (missing(statement, "select 1 from pg_roles where rolname = '" + USER + "'")) {
                // The password is our own base64, so it needs no quoting.
                statement.execute("create role " + USER + " login password '" + password() + "'");
            }
            if (missing(
                    statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + USER);
            }
        }
    }

    private static boolean missing(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private void watch() {
        long pause = WATCH_MILLIS;
        while (!closed) {
            try {
                Thread.sleep(pause);
                pause = WATCH_MILLIS;
                if (!closed && !server.alive()) {
                    revive();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "event=database-restart-failed folder=" + folder, e);
                pause = RETRY_MILLIS;
            }
        }
    }

    private void revive() throws IOException, InterruptedException {
        LOG.log(Level.WARNING, "event=database-died pid={0}", String.valueOf(server.pid()));
        oneAtATime(
                () -> {
                    if (!closed) {
                        adoptOrStart();
                    }
                });
    }

    /** Stops the server, unless another process still uses it. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        watchdog.interrupt();
        try {
            oneAtATime(this::stopUnlessUsed);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=database-stop-failed folder=" + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopUnlessUsed() throws IOException, InterruptedException {
        if (use == null) {
            // The use is counted by somebody else in this process, who will stop the server.
            return;
        }
        use.close();
        Optional<FolderLock> alone = FolderLock.alone(folder.resolve("in-use.lock"));
        if (alone.isPresent()) {
            cluster.stop();
            alone.get().close();
            LOG.log(Level.INFO, "event=database-stopped");
        }
    }
}
