package org.bluejay.gateway.bootstrap;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * New connections to the gateway's database, wherever its settings say that is. The application
 * server makes one by name for each of its pools; who needs a connection of its own (to listen, to
 * write in batches, to migrate) makes one with its purpose and its patience.
 */
public final class BluejayDataSource implements DataSource {

    /** No request should wait longer than this for one statement. */
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(30);

    private final String purpose;
    private final Duration patience;
    private PrintWriter logWriter;
    private int loginTimeoutSeconds = 10;

    /** For the application server's pools. */
    public BluejayDataSource() {
        this("bluejay", REQUEST_PATIENCE);
    }

    /**
     * For a connection outside the pools.
     *
     * @param purpose shown by the server as the application's name
     * @param patience how long one statement may take; zero for one that waits for news
     */
    public BluejayDataSource(String purpose, Duration patience) {
        this.purpose = purpose;
        this.patience = patience;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return GatewayDatabase.connect(purpose, patience, Duration.ofSeconds(loginTimeoutSeconds));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user comes from the gateway's settings");
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        this.logWriter = out;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
    }

    /** Zero means the system's default, of which there is none here but ours. */
    @Override
    public void setLoginTimeout(int seconds) {
        this.loginTimeoutSeconds = seconds == 0 ? 10 : seconds;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.bluejay.gateway");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!isWrapperFor(type)) {
            throw new SQLException("not a " + type.getName());
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
