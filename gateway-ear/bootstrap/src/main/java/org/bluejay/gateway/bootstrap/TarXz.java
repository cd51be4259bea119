package org.bluejay.gateway.bootstrap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a {@code .txz} archive of files, folders and symbolic links. Needs neither tar nor xz on
 * the machine, and refuses what it does not know rather than leave a file out.
 */
final class TarXz {

    private static final int BLOCK = 512;
    private static final Set<PosixFilePermission> READABLE =
            PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> EXECUTABLE =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private TarXz() {}

    /** Writes the content of {@code archive} below {@code target}, which must exist. */
    static void unpack(InputStream archive, Path target) throws IOException {
        try (InputStream tar = new XZInputStream(archive)) {
            byte[] header = new byte[BLOCK];
            while (readBlock(tar, header) && header[0] != 0) {
                unpackEntry(tar, header, target);
            }
        }
    }

    private static void unpackEntry(InputStream tar, byte[] header, Path target)
            throws IOException {
        String name = text(header, 0, 100);
        long size = octal(header, 124, 12);
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("archive entry leads outside its folder: " + name);
        }
        switch (header[156]) {
            case '5' -> folder(path);
            case '2' -> {
                folder(path.getParent());
                Files.createSymbolicLink(path, Path.of(text(header, 157, 100)));
            }
            case '0', 0 -> {
                folder(path.getParent());
                copy(tar, path, size);
                boolean executable = (octal(header, 100, 8) & 0b001_000_000) != 0;
                Files.setPosixFilePermissions(path, executable ? EXECUTABLE : READABLE);
            }
            default ->
                    throw new IOException(
                            "archive entry of unknown type " + (char) header[156] + ": " + name);
        }
    }

    private static void folder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path);
            // Whatever the umask says: the server may run under another user than the gateway.
            Files.setPosixFilePermissions(path, EXECUTABLE);
        }
    }

    private static void copy(InputStream tar, Path path, long size) throws IOException {
        byte[] buffer = new byte[BLOCK * 128];
        long left = size;
        try (OutputStream out = Files.newOutputStream(path)) {
            while (left > 0) {
                int read = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("archive ends within " + path.getFileName());
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private static boolean readBlock(InputStream tar, byte[] block) throws IOException {
        int read = tar.readNBytes(block, 0, BLOCK);
        if (read != 0 && read != BLOCK) {
            throw new EOFException("archive ends within a header");
        }
        return read == BLOCK;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) {
        return Long.parseLong(text(header, from, length).trim(), 8);
    }
}
