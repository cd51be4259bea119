package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of {@code src/test/node/package-lock.json}, installed below target once for each
 * version of that file, without running any script of theirs.
 */
final class NodeTools {

    private static final Path ROOT = Path.of(System.getProperty("bluejay.root"));
    private static final Path SOURCE = ROOT.resolve("gateway-ear/it/src/test/node");
    private static final Path FOLDER = Path.of(System.getProperty("bluejay.work"), "node");
    private static final long PATIENCE_MINUTES = 5;

    /**
     * What a program said.
     *
     * @param output of both kinds
     */
    record Said(int exit, String output) {

        /** That it is content. */
        Said expectSuccess() {
            assertThat(exit).as(output).isZero();
            return this;
        }
    }

    private NodeTools() {}

    /** Where they and our own files are. */
    static Path install() {
        Path lock = FOLDER.resolve("package-lock.json");
        boolean installed = Files.isDirectory(FOLDER.resolve("node_modules"));
        if (!installed || !read(lock).equals(read(SOURCE.resolve("package-lock.json")))) {
            copy();
            run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
                    .expectSuccess();
        } else {
            copy();
        }
        return FOLDER;
    }

    private static void copy() {
        try (Stream<Path> files = Files.list(SOURCE)) {
            Files.createDirectories(FOLDER);
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        FOLDER.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one of the installed programs. */
    static Said run(Map<String, String> environment, String program, String... arguments) {
        Path installed = FOLDER.resolve("node_modules/.bin").resolve(program);
        List<String> command = new ArrayList<>();
        command.add(Files.exists(installed) ? installed.toString() : program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
        builder.environment().put("NO_COLOR", "1");
        builder.environment().put("REDOCLY_TELEMETRY", "off");
        builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        builder.environment().putAll(environment);
        try {
            Path output = Files.createTempFile(FOLDER, program, ".log");
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end: " + Files.readString(output));
            }
            return new Said(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Said run(String program, String... arguments) {
        return run(Map.of(), program, arguments);
    }
}
