package org.bluejay.shop.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Debian's WordPress in a folder of its own, on a MariaDB of its own that listens on a socket
 * alone, served by PHP on a free port of the loopback. Nothing of it is left running.
 */
final class WordPressSite implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path socket;
    private final String url;
    private final Map<String, String> environment;
    private final List<Process> running = new ArrayList<>();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private WordPressSite(Path folder) throws IOException {
        this.folder = folder.resolve("site");
        // A socket's name may have 107 bytes at most, fewer than some folders of builds.
        this.socket = Files.createTempDirectory("bluejay-wp").resolve("db");
        this.url = "http://127.0.0.1:" + freePort();
        this.environment =
                Map.of(
                        "TEST_SOCKET",
                        socket.toString(),
                        "TEST_URL",
                        url,
                        "TEST_COMPLAINTS",
                        folder.resolve("complaints.txt").toString(),
                        "PHP_CLI_SERVER_WORKERS",
                        "3");
    }

    /** Installed, with the plugin's zip unpacked and not yet active. */
    static WordPressSite start(Path folder) throws IOException {
        Files.createDirectories(folder);
        WordPressSite site = new WordPressSite(folder);
        try {
            site.startDatabase(folder);
            site.unpack();
            site.step("install");
            site.startServer(folder);
            return site;
        } catch (IOException | RuntimeException | AssertionError e) {
            site.close();
            throw e;
        }
    }

    private void startDatabase(Path work) throws IOException {
        Path data = work.resolve("db");
        run(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        launch(
                work.resolve("db.log"),
                "mariadbd",
                "--no-defaults",
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"),
                "--socket=" + socket,
                "--pid-file=" + work.resolve("db.pid"),
                "--skip-networking");
        until(() -> Files.exists(socket), "the database's socket");
        run(
                "php",
                "-r",
                "(new mysqli('localhost', 'root', '', '', 0, '"
                        + socket
                        + "'))->query('create database wordpress') || exit(1);");
    }

    private void unpack() throws IOException {
        Files.createDirectories(folder);
        run("cp", "-rL", "/usr/share/wordpress/.", folder.toString());
        Path tests = Programs.HOME.resolve("tests/wordpress");
        Path contents = folder.resolve("wp-content");
        Files.createDirectories(contents.resolve("mu-plugins"));
        run("cp", tests.resolve("wp-config.php").toString(), folder.toString());
        run("cp", tests.resolve("steps.php").toString(), folder.toString());
        addAlways("watch.php");
        Programs.unzip(Programs.ZIP, contents.resolve("plugins"));
    }

    /** A plugin for the test that WordPress loads without being asked. */
    void addAlways(String name) {
        run(
                "cp",
                Programs.HOME.resolve("tests/wordpress").resolve(name).toString(),
                folder.resolve("wp-content/mu-plugins").toString());
    }

    private void startServer(Path work) throws IOException {
        String address = url.substring("http://".length());
        launch(work.resolve("php.log"), "php", "-S", address, "-t", folder.toString());
        until(() -> get("/readme.html").statusCode() == 200, "the web server");
    }

    /** A step of {@code steps.php}, done; what it said. */
    String step(String... step) {
        List<String> command = new ArrayList<>(List.of("php", folder + "/steps.php"));
        command.addAll(List.of(step));
        return Programs.run(folder, environment, command).strip();
    }

    /** A step that goes on by itself, and what it has said so far. */
    Process begin(Path output, String... step) throws IOException {
        List<String> command = new ArrayList<>(List.of("php", folder + "/steps.php"));
        command.addAll(List.of(step));
        Process process = Programs.start(folder, environment, command, output);
        running.add(process);
        return process;
    }

    void login() {
        get("/wp-login.php");
        HttpResponse<String> answer =
                post(
                        "/wp-login.php",
                        "log=admin&pwd=only-for-this-test&testcookie=1",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET(), Map.of());
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        return send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers) {
        headers.forEach(request::header);
        try {
            return browser.send(
                    request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.net.ConnectException e) {
            throw new NotThere(e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What PHP had to complain about the plugin. */
    String complaints() throws IOException {
        Path file = Path.of(environment.get("TEST_COMPLAINTS"));
        return Files.exists(file) ? Files.readString(file) : "";
    }

    static void until(java.util.function.BooleanSupplier there, String what) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isThere(there)) {
            assertThat(Instant.now()).as(what).isBefore(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean isThere(java.util.function.BooleanSupplier there) {
        try {
            return there.getAsBoolean();
        } catch (NotThere e) {
            return false;
        }
    }

    private void launch(Path log, String... command) throws IOException {
        running.add(Programs.start(folder.getParent(), environment, List.of(command), log));
    }

    private void run(String... command) {
        Programs.run(Programs.WORK, environment, List.of(command));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = running.size() - 1; i >= 0; i--) {
            Process process = running.get(i);
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
        Files.deleteIfExists(socket);
        Files.deleteIfExists(socket.getParent());
    }

    /** Nobody listens yet. */
    private static final class NotThere extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotThere(Throwable cause) {
            super(cause);
        }
    }
}
