package org.bluejay.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.bluejay.gateway.bootstrap.DatabaseSettings.External;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that somebody else runs answers, and what its operator then reads. */
class GatewayDatabaseTest {

    @TempDir static Path folder;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.openThrowAway(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void gives_up_a_statement_that_takes_longer_than_its_patience() throws Exception {
        try (Connection connection = connect(server.url(), server.password());
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
    }

    @Test
    void says_what_each_connection_is_for() throws Exception {
        try (Connection connection = connect(server.url(), server.password());
                Statement statement = connection.createStatement();
                ResultSet name = statement.executeQuery("show application_name")) {
            name.next();
            assertThat(name.getString(1)).isEqualTo("a test");
        }
    }

    @Test
    void names_the_settings_of_a_refused_password() {
        assertThatThrownBy(() -> connect(server.url(), "guess"))
                .hasMessageContaining("bluejay.db.user")
                .hasMessageContaining("bluejay.db.password-file")
                .hasMessageNotContaining("guess");
    }

    @Test
    void says_that_the_database_is_not_there_and_how_to_make_it() {
        assertThatThrownBy(() -> connect(server.url("nothing"), server.password()))
                .hasMessageContaining("createdb")
                .hasMessageContaining("bluejay.db.url");
    }

    @Test
    void says_that_nobody_listens() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertThatThrownBy(() -> connect("jdbc:postgresql://127.0.0.1:" + closed + "/x", ""))
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("bluejay.db.url");
    }

    private static Connection connect(String url, String password) throws SQLException {
        return GatewayDatabase.connect(
                new External(url, EmbeddedPostgres.USER, password, "bluejay.db.password-file"),
                "a test",
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }
}
