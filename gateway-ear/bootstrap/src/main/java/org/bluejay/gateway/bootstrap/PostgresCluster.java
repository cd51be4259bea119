package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The files of one embedded server and the programs that work on them: made once, started, stopped.
 * Its callers hold the start lock; it never touches a cluster that a server is at work in.
 */
final class PostgresCluster {

    static final String SUPERUSER = "postgres";

    private static final System.Logger LOG = System.getLogger(PostgresCluster.class.getName());
    private static final Duration INIT_PATIENCE = Duration.ofMinutes(2);

    /** Recovery replays what a crash left behind: minutes, after heavy writing on a slow disk. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(10);

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Path cluster;
    private final PostgresBinaries programs;
    private final ServerAccount account;

    private PostgresCluster(Path folder, PostgresBinaries programs, ServerAccount account) {
        this.folder = folder;
        this.cluster = folder.resolve("cluster");
        this.programs = programs;
        this.account = account;
    }

    /** Opens the cluster in {@code folder}, and makes it first where there is none. */
    static PostgresCluster in(Path folder) throws IOException, InterruptedException {
        ServerAccount account = ServerAccount.forServer(folder);
        account.mayEnter(folder);
        PostgresCluster opened =
                new PostgresCluster(folder, PostgresBinaries.under(folder), account);
        if (!Files.exists(opened.cluster)) {
            opened.make();
        }
        return opened;
    }

    Path path() {
        return cluster;
    }

    /** A password of this cluster, made up when first asked for. */
    static String password(Path folder, String user) throws IOException {
        Path file = folder.resolve(user + ".password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            writeSecret(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return Files.readString(file).trim();
    }

    /**
     * Runs {@code initdb} in a folder of another name. Only a finished cluster is called {@code
     * cluster}: one that was interrupted half-way is thrown away and made again.
     */
    private void make() throws IOException, InterruptedException {
        Path half = folder.resolve("cluster.half-made");
        Path secret = folder.resolve("initdb.password");
        PostgresBinaries.deleteTree(half);
        Files.createDirectory(half);
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwx------"));
        writeSecret(secret, password(folder, SUPERUSER));
        ServerAccount maker = account.named(folder);
        maker.own(half);
        maker.own(secret);
        try {
            Run run = run(maker, INIT_PATIENCE, initdb(half, secret));
            if (run.exit() != 0) {
                throw new DatabaseUnavailable(
                        "The embedded database could not be made in " + folder + ": " + run.said());
            }
        } finally {
            Files.deleteIfExists(secret);
        }
        Files.writeString(
                half.resolve("postgresql.conf"),
                """

                # bluejay.conf is written anew at each start; local.conf is yours, and has the last word.
                include_if_exists = 'bluejay.conf'
                include_if_exists = 'local.conf'
                """,
                StandardOpenOption.APPEND);
        account.own(half);
        Files.move(half, cluster, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(folder, StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    private List<String> initdb(Path target, Path secret) {
        return List.of(
                programs.program("initdb").toString(),
                "--pgdata=" + target,
                "--username=" + SUPERUSER,
                "--pwfile=" + secret,
                "--auth-host=scram-sha-256",
                "--auth-local=reject",
                "--data-checksums",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    /** Starts the server and waits until it takes connections; answers with its port. */
    int start(Map<String, String> settings) throws IOException, InterruptedException {
        PostmasterFile.read(cluster).ifPresent(PostgresCluster::disownIfTakenByAnother);
        int port = port();
        writeSettings(settings, port);
        Run run =
                run(
                        account,
                        START_PATIENCE.plusSeconds(10),
                        List.of(
                                programs.program("pg_ctl").toString(),
                                "--pgdata=" + cluster,
                                "--wait",
                                "--timeout=" + START_PATIENCE.toSeconds(),
                                "--silent",
                                "start"));
        if (run.exit() != 0) {
            throw new DatabaseUnavailable(
                    "The embedded database in "
                            + folder
                            + " does not start. Its log is in "
                            + cluster.resolve("log")
                            + "; its last words: "
                            + run.said());
        }
        return port;
    }

    /**
     * Stops the server at once but cleanly: open transactions roll back, nothing needs recovery.
     */
    void stop() throws IOException, InterruptedException {
        Run run =
                run(
                        account,
                        STOP_PATIENCE.plusSeconds(10),
                        List.of(
                                programs.program("pg_ctl").toString(),
                                "--pgdata=" + cluster,
                                "--mode=fast",
                                "--wait",
                                "--timeout=" + STOP_PATIENCE.toSeconds(),
                                "--silent",
                                "stop"));
        if (run.exit() != 0) {
            LOG.log(
                    Level.WARNING,
                    "event=database-stop-failed folder={0} said={1}",
                    folder,
                    run.said());
        }
    }

    private static void disownIfTakenByAnother(PostmasterFile file) {
        try {
            if (Files.exists(Path.of("/proc", String.valueOf(file.pid()))) && !file.alive()) {
                file.disown();
            }
        } catch (IOException e) {
            throw new DatabaseUnavailable("Cannot rewrite " + file.path(), e);
        }
    }

    /** The port of the last time, or another when somebody has taken that. */
    private int port() throws IOException {
        Path file = folder.resolve("port");
        if (Files.exists(file)) {
            int last = Integer.parseInt(Files.readString(file).trim());
            if (free(last)) {
                return last;
            }
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, any.getLocalPort() + "\n");
            return any.getLocalPort();
        }
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void writeSettings(Map<String, String> settings, int port) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("port", String.valueOf(port));
        StringBuilder text = new StringBuilder("# Written at each start: change local.conf.\n");
        all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        e ->
                                text.append(e.getKey())
                                        .append(" = '")
                                        .append(e.getValue())
                                        .append("'\n"));
        Path fresh = cluster.resolve("bluejay.conf.new");
        Files.writeString(fresh, text);
        account.own(fresh);
        Files.move(
                fresh,
                cluster.resolve("bluejay.conf"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeSecret(Path file, String secret) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, secret + "\n");
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private record Run(int exit, String said) {}

    /** Output goes to a file: the server inherits it, and a pipe would never end. */
    private Run run(ServerAccount as, Duration patience, List<String> program)
            throws IOException, InterruptedException {
        Path output = folder.resolve("last-run.log");
        ProcessBuilder builder = new ProcessBuilder(as.command(program));
        builder.directory(Path.of("/").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return new Run(-1, "gave no answer for " + patience.toSeconds() + " seconds");
        }
        String said = Files.readString(output).strip();
        return new Run(process.exitValue(), said.isEmpty() ? "(nothing)" : said);
    }
}
