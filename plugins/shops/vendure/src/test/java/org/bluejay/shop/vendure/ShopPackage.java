package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bluejay.connector.tck.Needs.Condition;

/**
 * The npm package, copied below target and installed there once for each version of its lock file.
 * Of all packages only the database driver runs a script, which compiles it.
 */
final class ShopPackage {

    private static final Path ROOT = Path.of(System.getProperty("bluejay.root"));
    private static final Path SOURCE = ROOT.resolve("plugins/shops/vendure/shop");
    private static final Path WORK = Path.of(System.getProperty("bluejay.work"));
    private static final Path FOLDER = WORK.resolve("shop");
    private static final Path HEADERS = Path.of("/usr/include/node/node.h");
    private static final Path DRIVER =
            FOLDER.resolve("node_modules/better-sqlite3/build/Release/better_sqlite3.node");
    private static final long PATIENCE_MINUTES = 10;

    private static boolean built;

    private ShopPackage() {}

    /** Installs if need be, and compiles package and tests; once in a build. */
    static synchronized void build() {
        if (!built) {
            installAndCompile();
            built = true;
        }
    }

    private static void installAndCompile() {
        boolean installed = Files.exists(DRIVER);
        if (!installed || !read(FOLDER).equals(read(SOURCE))) {
            copy();
            npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
            npm("rebuild", "better-sqlite3", "--build-from-source");
        } else {
            copy();
        }
        deleteTree(FOLDER.resolve("dist"));
        deleteTree(FOLDER.resolve("build"));
        npm("run", "build");
        npm("run", "build:test");
    }

    /** Runs a script of {@code package.json}. */
    static void test(String script) {
        npm("run", script);
    }

    /**
     * The build that runs these tests has just made the gateway: the script need not build again.
     */
    static void useBuiltGateway() {
        try {
            Files.writeString(ROOT.resolve("gateway-ear/dist/target/bluejay/.built"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process of the package's own folder, which knows all that its tests need to know. */
    static ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile());
        builder.environment().putAll(environment());
        return builder.redirectErrorStream(true);
    }

    static Path work() {
        return WORK;
    }

    static Path screenshots() {
        return WORK.resolve("screenshots");
    }

    private static void copy() {
        try (Stream<Path> files = Files.walk(SOURCE)) {
            deleteTree(FOLDER.resolve("src"));
            deleteTree(FOLDER.resolve("test"));
            for (Path file : files.filter(ShopPackage::isOurs).toList()) {
                Path copy = FOLDER.resolve(SOURCE.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not what somebody who works on the package has installed or compiled in place. */
    private static boolean isOurs(Path file) {
        List<String> made = List.of("node_modules", "dist", "build");
        return Files.isRegularFile(file)
                && !made.contains(SOURCE.relativize(file).getName(0).toString());
    }

    private static String read(Path folder) {
        try {
            Path lock = folder.resolve("package-lock.json");
            return Files.exists(lock) ? Files.readString(lock) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says is kept in target, in a file named after what it does. */
    private static void npm(String... arguments) {
        String[] command =
                Stream.concat(Stream.of("npm"), Stream.of(arguments)).toArray(String[]::new);
        String name = String.join("-", List.of(arguments).subList(0, 2)).replace(':', '-');
        Path log = WORK.resolve("npm-" + name + ".log");
        try {
            Process process = process(command).redirectOutput(log.toFile()).start();
            try {
                boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
                assertThat(ended).as("%s ends; see %s", List.of(command), log).isTrue();
            } finally {
                endWithAllItStarted(process);
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> environment() {
        String chromium = Condition.find("chromium").map(Path::toString).orElse("");
        Map<String, String> ours =
                Map.of(
                        "BLUEJAY_ROOT",
                        ROOT.toString(),
                        "BLUEJAY_WORK",
                        WORK.toString(),
                        "BLUEJAY_CHROMIUM",
                        chromium,
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "NO_COLOR",
                        "1",
                        "VENDURE_DISABLE_TELEMETRY",
                        "true");
        if (!Files.exists(HEADERS)) {
            return ours;
        }
        // With Node's headers at hand the driver compiles without fetching them.
        Map<String, String> all = new HashMap<>(ours);
        all.put("npm_config_nodedir", "/usr");
        return all;
    }

    /** A test that hangs leaves a gateway, its database and a browser behind. */
    static void endWithAllItStarted(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
