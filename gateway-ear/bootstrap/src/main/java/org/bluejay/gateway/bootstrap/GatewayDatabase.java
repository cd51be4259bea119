package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bluejay.gateway.bootstrap.DatabaseSettings.Embedded;
import org.bluejay.gateway.bootstrap.DatabaseSettings.External;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.Driver;

/**
 * The one database of this gateway, opened with the first connection asked for and closed with the
 * application. While the embedded server is being restarted, who asks for a connection waits for
 * it.
 */
public final class GatewayDatabase {

    /** How long a connection waits for a server that was killed and is on its way back. */
    private static final Duration REVIVAL_PATIENCE = Duration.ofSeconds(15);

    private static final Duration REVIVAL_PAUSE = Duration.ofMillis(50);

    /** How long the end of the process waits for the application to have finished. */
    private static final Duration LAST_WORK_PATIENCE = Duration.ofSeconds(40);

    private static final Driver DRIVER = new Driver();
    private static final Object LOCK = new Object();

    private static DatabaseSettings settings;
    private static EmbeddedPostgres embedded;
    private static CountDownLatch working = new CountDownLatch(0);
    private static Thread stopAtExit;

    private GatewayDatabase() {}

    static Connection connect(String purpose, Duration patience, Duration loginPatience)
            throws SQLException {
        if (current() instanceof External external) {
            return connect(external, purpose, patience, loginPatience);
        }
        return connectEmbedded(properties(purpose, patience, loginPatience));
    }

    /** From here until {@link #close()} the end of the process waits for the application. */
    public static void hold() {
        synchronized (LOCK) {
            working = new CountDownLatch(1);
        }
    }

    /**
     * Called once, by the application, when its work is done: stops the embedded server. A later
     * connection, of the application deployed anew, starts it again.
     */
    public static void close() {
        synchronized (LOCK) {
            if (embedded != null) {
                embedded.close();
                embedded = null;
            }
            settings = null;
            working.countDown();
        }
    }

    /**
     * A pool may be filled by a thread of the server's that belongs to no application; Payara does
     * not expect that.
     */
    private static Config config() {
        ClassLoader own = GatewayDatabase.class.getClassLoader();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return ConfigProvider.getConfig(loader == null ? own : loader);
    }

    /** The settings, with the embedded server running if they name it. */
    private static DatabaseSettings current() {
        synchronized (LOCK) {
            if (settings == null) {
                DatabaseSettings read = DatabaseSettings.from(config());
                if (read instanceof Embedded own) {
                    embedded = EmbeddedPostgres.open(own.folder());
                    stopAtExit();
                }
                settings = read;
            }
            return settings;
        }
    }

    /** The application stops at the same signal as this; it still needs its database to do so. */
    private static void stopAtExit() {
        if (stopAtExit != null) {
            return;
        }
        stopAtExit =
                new Thread(
                        () -> {
                            awaitLastWork();
                            close();
                        },
                        "bluejay-database-stop");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    private static void awaitLastWork() {
        CountDownLatch work;
        synchronized (LOCK) {
            work = working;
        }
        try {
            if (!work.await(LAST_WORK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.getLogger(GatewayDatabase.class.getName())
                        .log(System.Logger.Level.WARNING, "event=database-stopped-under-work");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Properties properties(String purpose, Duration patience, Duration login) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", purpose);
        properties.setProperty("connectTimeout", String.valueOf(login.toSeconds()));
        properties.setProperty("loginTimeout", String.valueOf(login.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "3");
        // The server knows each column's type better than JPA, which binds a missing UUID and all
        // JSON as text.
        properties.setProperty("stringtype", "unspecified");
        properties.setProperty("assumeMinServerVersion", "15");
        // After a failover the old primary answers for a while, and takes no writes.
        properties.setProperty("targetServerType", "primary");
        // The message of a constraint repeats the row, and rows hold what logs must not.
        properties.setProperty("logServerErrorDetail", "false");
        if (!patience.isZero()) {
            // The server gives up first and says so; the socket, when nobody answers at all.
            properties.setProperty("options", "-c statement_timeout=" + patience.toMillis());
            properties.setProperty("socketTimeout", String.valueOf(patience.toSeconds() + 5));
        }
        return properties;
    }

    private static Connection connectEmbedded(Properties properties) throws SQLException {
        long end = System.nanoTime() + REVIVAL_PATIENCE.toNanos();
        while (true) {
            try {
                EmbeddedPostgres server = running();
                properties.setProperty("user", EmbeddedPostgres.USER);
                properties.setProperty("password", server.password());
                return DRIVER.connect(server.url(), properties);
            } catch (IOException e) {
                throw new UncheckedIOException("the database's password cannot be read", e);
            } catch (SQLException e) {
                if (!onItsWayBack(e) || System.nanoTime() > end) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static EmbeddedPostgres running() {
        synchronized (LOCK) {
            current();
            return embedded;
        }
    }

    /** Nobody listens (08), or somebody does but is still starting or already stopping (57P). */
    static boolean onItsWayBack(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }

    private static void pause(SQLException reason) throws SQLException {
        try {
            Thread.sleep(REVIVAL_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    static Connection connect(
            External external, String purpose, Duration patience, Duration loginPatience)
            throws SQLException {
        Properties properties = properties(purpose, patience, loginPatience);
        properties.setProperty("user", external.user());
        properties.setProperty("password", external.password());
        try {
            return DRIVER.connect(external.url(), properties);
        } catch (SQLException e) {
            throw new SQLException(
                    "The database " + external + " " + advice(external, e), e.getSQLState(), e);
        }
    }

    private static String advice(External external, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "refuses that user: check "
                    + DatabaseSettings.USER
                    + ", "
                    + external.passwordFrom()
                    + " and the server's pg_hba.conf.";
        }
        if (state.startsWith("3D")) {
            return "is not there: create it (createdb -O "
                    + external.user()
                    + " …), or correct "
                    + DatabaseSettings.URL
                    + ".";
        }
        if (state.startsWith("08")) {
            return "cannot be reached: check that the server runs, takes connections from here and"
                    + " is no read-only replica, and host and port in "
                    + DatabaseSettings.URL
                    + ".";
        }
        return "refuses the connection (SQLState " + state + "): " + e.getMessage();
    }
}
