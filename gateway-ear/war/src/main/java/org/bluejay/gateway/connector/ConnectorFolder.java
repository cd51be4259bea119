package org.bluejay.gateway.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One sub-folder of the connectors folder, as it lay there at one moment.
 *
 * @param name of the folder
 * @param jars in it, by name
 * @param fingerprint differs when a jar came, went or changed
 */
record ConnectorFolder(String name, List<Path> jars, String fingerprint) {

    /** Most jars of one connector. */
    static final int MAX_JARS = 200;

    /** All sub-folders with at least one jar, by name; none when there is no such folder. */
    static List<ConnectorFolder> in(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<ConnectorFolder> folders = new ArrayList<>();
        for (Path folder : list(root)) {
            if (Files.isDirectory(folder)) {
                ConnectorFolder found = read(folder);
                if (!found.jars.isEmpty()) {
                    folders.add(found);
                }
            }
        }
        return folders;
    }

    private static ConnectorFolder read(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        StringBuilder fingerprint = new StringBuilder();
        try {
            for (Path file : list(folder)) {
                if (file.getFileName().toString().endsWith(".jar") && jars.size() < MAX_JARS) {
                    jars.add(file);
                    fingerprint
                            .append(file.getFileName())
                            .append(' ')
                            .append(Files.size(file))
                            .append(' ')
                            .append(Files.getLastModifiedTime(file).toMillis())
                            .append('\n');
                }
            }
        } catch (NoSuchFileException goneWhileLooking) {
            // The next look sees what is left; until then the folder counts as changing.
            fingerprint.append("changing ").append(goneWhileLooking.getFile());
        }
        return new ConnectorFolder(
                folder.getFileName().toString(), List.copyOf(jars), fingerprint.toString());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted(Comparator.comparing(Path::getFileName)).toList();
        }
    }
}
