package org.bluejay.gateway.connector;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipException;

/**
 * Private copies of a connector's jars. Classes are read from them as they are needed, so whoever
 * overwrites a jar in the connectors folder cannot pull the ground from under calls in flight.
 */
final class JarCopies implements AutoCloseable {

    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    private JarCopies(Path folder) {
        this.folder = folder;
    }

    static JarCopies of(List<Path> jars) throws IOException {
        JarCopies copies = new JarCopies(Files.createTempDirectory("bluejay-connector-"));
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
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
