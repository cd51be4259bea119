package org.bluejay.gateway.connector;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Private copies of a connector's jars. Classes are read from them as they are needed, so whoever
 * overwrites a jar in the connectors folder cannot pull the ground from under calls in flight.
 */
final class JarCopies implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(JarCopies.class.getName());

    /** Followed by the id of the process that made it. */
    private static final String PREFIX = "bluejay-connector-";

    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    private JarCopies(Path folder) {
        this.folder = folder;
    }

    static JarCopies of(List<Path> jars) throws IOException {
        JarCopies copies = new JarCopies(newFolder());
        try {
            for (Path jar : jars) {
                Path copy = copies.folder.resolve(jar.getFileName());
                copies.files.add(copy);
                Files.copy(jar, copy);
                check(copy);
            }
            return copies;
        } catch (IOException e) {
            copies.close();
            throw e;
        }
    }

    private static Path newFolder() throws IOException {
        return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    }

    /** Removes the copies of processes that are no more: a killed one leaves its own behind. */
    static void sweep() {
        Path root = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, PREFIX + "*-*")) {
            for (Path folder : folders) {
                if (isAbandoned(folder.getFileName().toString())) {
                    sweep(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            leave(root, e);
        }
    }

    /** One that cannot go, perhaps because a node elsewhere still uses it, holds up no other. */
    private static void sweep(Path folder) {
        try {
            delete(folder);
        } catch (IOException | DirectoryIteratorException e) {
            leave(folder, e);
        }
    }

    private static void leave(Path folder, Exception why) {
        LOG.log(
                Level.INFO,
                "event=connector-copies-left folder={0} cause=\"{1}\"",
                folder,
                why.toString());
    }

    private static boolean isAbandoned(String name) {
        Matcher parts = Pattern.compile(PREFIX + "([0-9]{1,18})-[0-9]+").matcher(name);
        return parts.matches() && ProcessHandle.of(Long.parseLong(parts.group(1))).isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** A class loader passes over a broken jar in silence. */
    private static void check(Path copy) throws IOException {
        try (JarFile jar = new JarFile(copy.toFile())) {
            if (!jar.entries().hasMoreElements()) {
                throw new IOException(copy.getFileName() + " is empty");
            }
        } catch (ZipException e) {
            throw new IOException(copy.getFileName() + " is no jar", e);
        }
    }

    URL[] urls() throws IOException {
        URL[] urls = new URL[files.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = files.get(i).toUri().toURL();
        }
        return urls;
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }
}
