package org.bluejay.gateway.event;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/** Uses connections again, as the server's pools do: opening one costs more than a test's work. */
final class KeptConnections implements ConnectionFactory {

    private final DataSource source;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    KeptConnections(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection openConnection() throws SQLException {
        Connection kept = idle.pollLast();
        return kept != null ? kept : source.getConnection();
    }

    @Override
    public void closeConnection(Connection connection) {
        idle.addLast(connection);
    }
}
