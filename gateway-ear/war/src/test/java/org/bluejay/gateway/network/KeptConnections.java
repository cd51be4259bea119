package org.bluejay.gateway.network;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/**
 * Lends connections again once they are given back, so that threads meet at the rows and not at the
 * server's door.
 */
final class KeptConnections {

    private final DataSource source;
    private final ConcurrentLinkedDeque<Connection> free = new ConcurrentLinkedDeque<>();

    private KeptConnections(DataSource source) {
        this.source = source;
    }

    static DataSource of(DataSource source) {
        KeptConnections kept = new KeptConnections(source);
        return (DataSource)
                Proxy.newProxyInstance(
                        DataSource.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("getConnection")) {
                                return kept.lend();
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    private Connection lend() throws SQLException {
        Connection waiting = free.poll();
        Connection connection = waiting == null ? source.getConnection() : waiting;
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                free.push(connection);
                                return null;
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
