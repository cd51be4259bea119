package org.bluejay.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.bluejay.gateway.it.Await;
import org.bluejay.gateway.it.Gateway;

/** Sends SIGKILL to one gateway and its database, and to nobody else, at moments of no pattern. */
final class Killer {

    private static final Duration REVIVAL = Duration.ofSeconds(60);

    private final Gateway gateway;
    private final Random random;
    private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);

    /** What is killed. */
    enum Victim {
        GATEWAY("gateway"),
        DATABASE("database with all its sessions"),
        POSTMASTER("database, its sessions living on"),
        SESSION("one session of the database"),
        BOTH("gateway and database"),
        STARTING_GATEWAY("gateway and, while it starts, again");

        private final String text;

        Victim(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    Killer(Gateway gateway, Random random) {
        this.gateway = gateway;
        this.random = random;
    }

    /** Kills once, and lets what is dead be started again. */
    Victim strike() {
        LockSupport.parkNanos(random.nextLong(Duration.ofSeconds(3).toNanos()));
        Victim victim = choose();
        kills.merge(victim, 1, Integer::sum);
        switch (victim) {
            case GATEWAY -> gateway.kill();
            case DATABASE -> killAll(server());
            case POSTMASTER -> kill(server());
            case SESSION -> killSession(server());
            case BOTH -> killBoth();
            case STARTING_GATEWAY -> killTwice();
        }
        if (!gateway.process().isAlive()) {
            gateway.start();
        }
        return victim;
    }

    private Victim choose() {
        int dice = random.nextInt(20);
        if (dice < 8) {
            return Victim.GATEWAY;
        }
        if (dice < 12) {
            return Victim.DATABASE;
        }
        if (dice < 14) {
            return Victim.POSTMASTER;
        }
        if (dice < 16) {
            return Victim.SESSION;
        }
        return dice < 18 ? Victim.BOTH : Victim.STARTING_GATEWAY;
    }

    private void killBoth() {
        ProcessHandle server = server();
        gateway.kill();
        killAll(server);
    }

    private void killTwice() {
        gateway.kill();
        gateway.launch();
        LockSupport.parkNanos(random.nextLong(Duration.ofSeconds(6).toNanos()));
        gateway.kill();
    }

    private static void killAll(ProcessHandle server) {
        List<ProcessHandle> sessions = server.children().toList();
        kill(server);
        sessions.forEach(ProcessHandle::destroyForcibly);
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        Await.until("the end of " + process.pid(), () -> !process.isAlive());
    }

    private void killSession(ProcessHandle server) {
        List<ProcessHandle> sessions = server.children().toList();
        if (!sessions.isEmpty()) {
            sessions.get(random.nextInt(sessions.size())).destroyForcibly();
        }
    }

    /** The server's process, once it is there and at work in this gateway's own folder. */
    private ProcessHandle server() {
        return Await.value(
                        "the database to live",
                        REVIVAL,
                        () -> {
                            long pid = pid();
                            return isOurs(pid)
                                    ? ProcessHandle.of(pid)
                                    : java.util.Optional.<ProcessHandle>empty();
                        },
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private Path cluster() {
        return gateway.data().resolve("postgresql/cluster");
    }

    private long pid() {
        try {
            List<String> file = Files.readAllLines(cluster().resolve("postmaster.pid"));
            return file.isEmpty() ? 0 : Long.parseLong(file.get(0).strip());
        } catch (java.nio.file.NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOurs(long pid) {
        Path folder = Path.of("/proc", String.valueOf(pid), "cwd");
        try {
            return Files.isSameFile(folder, cluster());
        } catch (IOException gone) {
            return false;
        }
    }

    /** How many of what, so far. */
    Map<Victim, Integer> kills() {
        return kills;
    }
}
