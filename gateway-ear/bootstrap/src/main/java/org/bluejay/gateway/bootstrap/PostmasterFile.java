package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a running server writes about itself into {@code postmaster.pid}. Believed only as far as
 * the process table agrees: after a crash the file stays, and its number may by then be another's.
 */
record PostmasterFile(Path path, List<String> lines) {

    private static final String NOBODY = String.valueOf(Integer.MAX_VALUE);

    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        Path path = cluster.resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(path);
            return lines.isEmpty() || lines.get(0).isBlank()
                    ? Optional.empty()
                    : Optional.of(new PostmasterFile(path, lines));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    long pid() {
        return Long.parseLong(lines.get(0).trim());
    }

    int port() {
        return Integer.parseInt(lines.get(3).trim());
    }

    boolean ready() {
        return lines.size() > 7 && lines.get(7).startsWith("ready") && alive();
    }

    /** Whether the process is there, no zombie, and at work in this very cluster. */
    boolean alive() {
        return alive(pid(), path.getParent());
    }

    static boolean alive(long pid, Path cluster) {
        Path process = Path.of("/proc", String.valueOf(pid));
        try {
            String stat = Files.readString(process.resolve("stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z'
                    && state != 'X'
                    && Files.isSameFile(process.resolve("cwd"), cluster);
        } catch (IOException e) {
            // Gone, or somebody else's: either way not our server.
            return false;
        }
    }

    /**
     * Puts a number into the file that no process can have, when the one it holds has gone to a
     * stranger or a zombie: PostgreSQL would take that for a running server and refuse to start.
     * The other lines stay, for by them it finds back ends that outlived a killed postmaster.
     */
    void disown() throws IOException {
        List<String> rewritten = new ArrayList<>(lines);
        rewritten.set(0, NOBODY);
        Files.write(path, rewritten);
    }
}
