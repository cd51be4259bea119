package org.bluejay.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says a process has used. */
final class ProcessUse {

    /** What Linux counts processor time in, on every machine this runs on. */
    private static final double MILLIS_PER_TICK = 10;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ProcessUse() {}

    /** Processor time so far, of all its threads, in milliseconds. */
    static double cpuMillis(long pid) {
        String stat = read(pid, "stat");
        // The name before may hold anything, blanks and brackets too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return MILLIS_PER_TICK
                * (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]));
    }

    /** The processor time of this very process. */
    static double ownCpuMillis() {
        return cpuMillis(ProcessHandle.current().pid());
    }

    /** The most memory it ever had resident, in megabytes. */
    static long peakMegabytes(long pid) {
        return read(pid, "status")
                        .lines()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
