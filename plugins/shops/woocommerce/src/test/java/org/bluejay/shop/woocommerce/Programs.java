package org.bluejay.shop.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Runs programs of this machine to their end, and never longer than a minute. */
final class Programs {

    /** Of this module. */
    static final Path HOME = Path.of(System.getProperty("basedir"));

    /** Where tests may write. */
    static final Path WORK = Path.of(System.getProperty("bluejay.work"));

    /** The plugin as it is given to shop owners. */
    static final Path ZIP = Path.of(System.getProperty("bluejay.zip"));

    private static final long SECONDS = 60;

    private Programs() {}

    /** What a program wrote, both kinds together, when it was content. */
    static String run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile(WORK, "program", ".log");
            Process process = start(folder, environment, command, output);
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end: " + Files.readString(output));
            }
            String said = Files.readString(output);
            Files.delete(output);
            assertThat(process.exitValue()).as("%s%n%s", command, said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Process start(
            Path folder, Map<String, String> environment, List<String> command, Path output)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** All files of an archive, below a folder. */
    static void unzip(Path archive, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path file = folder.resolve(entry.getName()).normalize();
                assertThat(file).startsWithRaw(folder);
                Files.createDirectories(file.getParent());
                try (var content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
    }
}
