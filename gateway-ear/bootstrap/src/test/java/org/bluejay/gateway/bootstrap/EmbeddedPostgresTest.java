package org.bluejay.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real server programs, which other processes start, kill and share. */
class EmbeddedPostgresTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Unpacked once for all tests but the one of unpacking. */
    private static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

    @TempDir Path parent;
    private Path folder;

    @BeforeEach
    void share_the_programs() throws IOException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(PROGRAMS);
        PostgresBinaries.under(PROGRAMS);
        folder = Files.createDirectory(parent.resolve("postgresql"));
        try (var unpacked = Files.list(PROGRAMS)) {
            for (Path programs : unpacked.toList()) {
                Files.createSymbolicLink(folder.resolve(programs.getFileName()), programs);
            }
        }
    }

    @Test
    void keeps_what_was_committed_over_a_restart() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            remember(server, "before");
        }
        assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(remembered(server)).containsExactly("before");
        }
    }

    @Test
    void comes_back_when_it_is_killed_under_a_living_gateway() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            remember(server, "before");
            long killed = server.pid();
            kill(killed);
            await(() -> server.pid() != killed && answers(server));
            assertThat(remembered(server)).containsExactly("before");
        }
    }

    @Test
    void is_adopted_when_only_the_gateway_was_killed() throws Exception {
        ServerHolder first = ServerHolder.start(folder);
        long running = first.server();
        first.kill();
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(server.pid()).isEqualTo(running);
            remember(server, "after");
        }
        assertThat(PostmasterFile.alive(running, folder.resolve("cluster"))).isFalse();
    }

    @Test
    void recovers_when_gateway_and_server_were_killed_together() throws Exception {
        ServerHolder first = ServerHolder.start(folder);
        long running = first.server();
        try (Connection connection = connect(folder)) {
            remember(connection, "committed");
        }
        first.kill();
        kill(running);
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(remembered(server)).containsExactly("committed");
        }
    }

    @Test
    void starts_although_its_old_process_id_is_now_a_strangers() throws Exception {
        ServerHolder first = ServerHolder.start(folder);
        long running = first.server();
        first.kill();
        kill(running);
        Path pidFile = folder.resolve("cluster/postmaster.pid");
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(pidFile));
        lines.set(0, String.valueOf(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(answers(server)).isTrue();
        }
    }

    @Test
    void is_shared_by_all_who_start_at_once_and_stopped_by_the_last() throws Exception {
        ServerHolder one = ServerHolder.start(folder);
        ServerHolder other = ServerHolder.start(folder);
        long server = one.server();
        assertThat(other.server()).isEqualTo(server);
        one.close();
        assertThat(PostmasterFile.alive(server, folder.resolve("cluster"))).isTrue();
        other.close();
        assertThat(PostmasterFile.alive(server, folder.resolve("cluster"))).isFalse();
    }

    @Test
    void is_made_again_when_the_making_was_interrupted() throws Exception {
        Path half = Files.createDirectory(folder.resolve("cluster.half-made"));
        Files.writeString(half.resolve("PG_VERSION"), "17\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(answers(server)).isTrue();
        }
        assertThat(half).doesNotExist();
    }

    /** As below a home, or a folder of {@code mktemp -d}: the programs too are in there. */
    @Test
    void works_below_a_folder_that_only_its_owner_may_enter() throws Exception {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
        Path closed = Files.createDirectory(parent.resolve("closed"));
        try (EmbeddedPostgres server = EmbeddedPostgres.open(closed)) {
            remember(server, "inside");
            assertThat(remembered(server)).containsExactly("inside");
        }
    }

    @Test
    void is_durable_and_checks_its_pages() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            for (String setting :
                    List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")) {
                assertThat(select(server, "show " + setting)).as(setting).containsExactly("on");
            }
        }
    }

    @Test
    void lets_nobody_in_without_its_password() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(select(server, "show listen_addresses")).containsExactly("127.0.0.1");
            assertThat(superuserSelect(server, "show unix_socket_directories")).containsExactly("");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "bluejay", "guess"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThat(select(server, "select rolsuper from pg_roles where rolname = current_user"))
                    .containsExactly("f");
        }
    }

    @Test
    void an_operators_own_settings_have_the_last_word() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(select(server, "show work_mem")).containsExactly("8MB");
        }
        Path own = folder.resolve("cluster/local.conf");
        Files.writeString(own, "work_mem = '16MB'\n");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r--r--"));
        try (EmbeddedPostgres server = EmbeddedPostgres.open(folder)) {
            assertThat(select(server, "show work_mem")).containsExactly("16MB");
        }
    }

    private static void remember(EmbeddedPostgres server, String what) throws Exception {
        try (Connection connection = connect(server)) {
            remember(connection, what);
        }
    }

    private static void remember(Connection connection, String what) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists memory (what text)");
            statement.execute("insert into memory values ('" + what + "')");
        }
    }

    private static List<String> remembered(EmbeddedPostgres server) throws Exception {
        return select(server, "select what from memory");
    }

    private static List<String> select(EmbeddedPostgres server, String query) throws Exception {
        try (Connection connection = connect(server)) {
            return select(connection, query);
        }
    }

    private static List<String> superuserSelect(EmbeddedPostgres server, String query)
            throws Exception {
        try (Connection connection = server.superuser("postgres")) {
            return select(connection, query);
        }
    }

    private static List<String> select(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new java.util.ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws Exception {
        return DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, server.password());
    }

    /** To a server that another process holds. */
    private static Connection connect(Path folder) throws Exception {
        PostmasterFile file = PostmasterFile.read(folder.resolve("cluster")).orElseThrow();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + file.port() + "/" + EmbeddedPostgres.DATABASE,
                EmbeddedPostgres.USER,
                PostgresCluster.password(folder, EmbeddedPostgres.USER));
    }

    private static boolean answers(EmbeddedPostgres server) {
        try {
            return select(server, "select 1").equals(List.of("1"));
        } catch (Exception e) {
            return false;
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("time left").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
