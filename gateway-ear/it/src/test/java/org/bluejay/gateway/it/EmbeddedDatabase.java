package org.bluejay.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The PostgreSQL that a gateway brings along, as its files tell of it.
 *
 * @param folder {@code postgresql} in the gateway's data
 */
public record EmbeddedDatabase(Path folder) {

    static final String USER = "bluejay";

    public Connection connect() throws SQLException {
        return connect("bluejay", USER);
    }

    private Connection connect(String database, String user) throws SQLException {
        try {
            return DriverManager.getConnection(
                    url(database), user, Files.readString(passwordFile(user)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty database beside the gateway's own. */
    void create(String database) throws SQLException {
        try (Connection connection = connect("postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database + " owner " + USER);
        }
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postmaster().get(3).strip() + "/" + database;
    }

    Path passwordFile() {
        return passwordFile(USER);
    }

    private Path passwordFile(String user) {
        return folder.resolve(user + ".password");
    }

    boolean isRunning() {
        return Files.exists(postmasterFile());
    }

    public ProcessHandle process() {
        return ProcessHandle.of(Long.parseLong(postmaster().get(0).strip())).orElseThrow();
    }

    /** SIGKILL for the server and all its workers. */
    public void kill() {
        ProcessHandle server = process();
        List<ProcessHandle> workers = server.children().toList();
        server.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
        Await.until("database to be dead", () -> !server.isAlive());
    }

    private List<String> postmaster() {
        try {
            return Files.readAllLines(postmasterFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path postmasterFile() {
        return folder.resolve("cluster/postmaster.pid");
    }
}
