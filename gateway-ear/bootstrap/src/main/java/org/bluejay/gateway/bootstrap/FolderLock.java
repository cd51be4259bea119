package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock among processes, kept by the operating system: a killed process holds it no longer. Within
 * one process it is among class loaders, which the JDK answers with an exception.
 */
final class FolderLock implements AutoCloseable {

    private static final long POLL_MILLIS = 20;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits its turn; empty when that does not come within {@code patience}. */
    static Optional<FolderLock> exclusive(Path file, Duration patience)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        FileChannel channel = open(file);
        while (true) {
            Attempt attempt = attempt(channel, false);
            if (attempt == Attempt.TAKEN) {
                return Optional.of(new FolderLock(channel));
            }
            if (System.nanoTime() > end) {
                giveUp(channel, attempt);
                return Optional.empty();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Held by many at once; empty while somebody holds it alone. */
    static Optional<FolderLock> shared(Path file) throws IOException {
        return once(file, true);
    }

    /** Held alone; empty while anybody else holds it. */
    static Optional<FolderLock> alone(Path file) throws IOException {
        return once(file, false);
    }

    private static Optional<FolderLock> once(Path file, boolean shared) throws IOException {
        FileChannel channel = open(file);
        Attempt attempt = attempt(channel, shared);
        if (attempt == Attempt.TAKEN) {
            return Optional.of(new FolderLock(channel));
        }
        giveUp(channel, attempt);
        return Optional.empty();
    }

    private static Attempt attempt(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            return lock == null ? Attempt.HELD_ELSEWHERE : Attempt.TAKEN;
        } catch (OverlappingFileLockException e) {
            return Attempt.HELD_IN_THIS_PROCESS;
        }
    }

    /**
     * Closes the channel, except where that would take the lock away from its holder: closing any
     * descriptor of a file drops every lock its process has on it.
     */
    private static void giveUp(FileChannel channel, Attempt attempt) throws IOException {
        if (attempt == Attempt.HELD_ELSEWHERE) {
            channel.close();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private enum Attempt {
        TAKEN,
        HELD_ELSEWHERE,
        HELD_IN_THIS_PROCESS
    }

    /** Closing the channel lets go of the lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
