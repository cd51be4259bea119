package org.bluejay.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged gateway with a data folder of its own, started as a new user does: {@code ./bluejay
 * run --port N --data DIR}. Whatever becomes of it, its processes do not outlive the tests.
 */
public final class Gateway implements AutoCloseable {

    private static final Path ROOT = Path.of(System.getProperty("bluejay.root"));
    private static final Path DIST = ROOT.resolve("gateway-ear/dist/target/bluejay");
    private static final Path WORK = Path.of(System.getProperty("bluejay.work"), "gateways");
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path folder;
    private final int port;
    private final Map<String, String> settings = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private Process process;

    private Gateway(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** One that has never run, on a free port. */
    public static Gateway fresh(String name) {
        Path folder = WORK.resolve(name + "-" + NUMBER.incrementAndGet());
        deleteTree(folder);
        try {
            Files.createDirectories(folder);
            // The build that runs these tests has just made it: the script need not build again.
            Files.writeString(DIST.resolve(".built"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Gateway(folder, freePort());
    }

    /** With a setting of MicroProfile Config. */
    public Gateway with(String property, String value) {
        settings.put(property, value);
        return this;
    }

    /** With an argument more for {@code ./bluejay run}. */
    public Gateway with(String argument) {
        arguments.add(argument);
        return this;
    }

    /** Starts, and comes back when it is ready. */
    public Gateway start() {
        launch();
        Await.value(
                "gateway to be ready, or to say in " + log() + " why not",
                START_PATIENCE,
                () -> !process.isAlive() || isReady(),
                Boolean.TRUE::equals);
        if (!process.isAlive()) {
            throw new AssertionError("the gateway ended; its log says: " + readLog());
        }
        return this;
    }

    /** Starts, and does not wait for anything. */
    public Process launch() {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("bluejay").toString());
        command.addAll(List.of("run", "--port", "" + port, "--data", data().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put(
                        "BLUEJAY_JAVA_OPTS",
                        settings.entrySet().stream()
                                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                                .collect(Collectors.joining(" ")));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log().toFile()))
                            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private boolean isReady() {
        try {
            Reply health =
                    new Api(url(), Map.of())
                            .trySend(
                                    "GET",
                                    "//health/ready",
                                    java.net.http.HttpRequest.BodyPublishers.noBody());
            return health.status() == 200 && (arguments.contains("--no-demo") || hasDemo());
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean hasDemo() {
        return Files.exists(data().resolve("demo.env"));
    }

    public URI url() {
        return URI.create("http://localhost:" + port);
    }

    public int port() {
        return port;
    }

    public Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    String readLog() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code data/demo.env} says. */
    Map<String, String> demo() {
        try (Stream<String> lines = Files.lines(data().resolve("demo.env"))) {
            return lines.filter(line -> line.indexOf('=') > 0)
                    .collect(
                            Collectors.toMap(
                                    line -> line.substring(0, line.indexOf('=')),
                                    line -> line.substring(line.indexOf('=') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the demo merchant's key, which speaks for all its shops. */
    Api api() {
        return Api.of(url(), demo().get("BLUEJAY_API_KEY"));
    }

    /** Without any key. */
    Api anonymous() {
        return new Api(url(), Map.of());
    }

    Shop demoShop() {
        Map<String, String> demo = demo();
        return new Shop(
                demo.get("BLUEJAY_SHOP_ID"),
                demo.get("BLUEJAY_WEBHOOK_SECRET"),
                demo.get("BLUEJAY_API_KEY"),
                api());
    }

    /** Another shop of the demo merchant. */
    public Shop newShop() {
        return newShop(api());
    }

    /** A shop of the merchant that calls, with a key of its own that may do everything. */
    public Shop newShop(Api merchant) {
        Reply shop = merchant.post("/shops/", Map.of("name", "Test")).expect(201);
        Reply key =
                merchant.post(
                                "/api-keys/",
                                Map.of(
                                        "name",
                                        "test",
                                        "shopId",
                                        shop.text("id"),
                                        "scopes",
                                        List.of("*")))
                        .expect(201);
        return new Shop(
                shop.text("id"),
                shop.text("webhookSecret"),
                key.text("key"),
                Api.of(url(), key.text("key")));
    }

    /** A shop of a merchant who has nothing to do with the demo. */
    Shop foreignShop() {
        return newShop(Api.of(url(), Strangers.keyOfNewMerchant(this)));
    }

    /** The database that it brings along. */
    public EmbeddedDatabase database() {
        return new EmbeddedDatabase(data().resolve("postgresql"));
    }

    public Process process() {
        return process;
    }

    /** SIGKILL for the gateway; its database goes on. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        if (process != null && process.isAlive()) {
            process.destroy();
            awaitEnd();
        }
    }

    Gateway restart() {
        stop();
        return start();
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end in " + STOP_PATIENCE + ": " + readLog());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it and its database, in whatever state they are. */
    @Override
    public void close() {
        stop();
        if (database().isRunning()) {
            database().kill();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
