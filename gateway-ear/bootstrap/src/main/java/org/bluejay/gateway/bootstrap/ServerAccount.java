package org.bluejay.gateway.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who the server's programs run as. PostgreSQL refuses to run as root; a gateway that does is
 * therefore given a user id of its own for the database, and never hands it more than the right to
 * reach its folder.
 */
final class ServerAccount {

    /** Needs no entry in the machine's user list; unlikely to be anyone else's. */
    private static final int DEDICATED_ID = 26_543;

    private static final int CAP_DAC_OVERRIDE = 1;
    private static final int CAP_DAC_READ_SEARCH = 2;
    private static final int SAME_AS_GATEWAY = -1;

    private final int id;
    private final List<String> prefix;

    private ServerAccount(int id, List<String> prefix) {
        this.id = id;
        this.prefix = prefix;
    }

    /** The account for a server whose files live in {@code folder}. */
    static ServerAccount forServer(Path folder) throws IOException {
        if (!gatewayIsRoot()) {
            return new ServerAccount(SAME_AS_GATEWAY, List.of());
        }
        Path cluster = folder.resolve("cluster");
        int owner = Files.exists(cluster) ? owner(cluster) : 0;
        int id = owner != 0 ? owner : userNamed("bluejay").orElse(DEDICATED_ID);
        return new ServerAccount(id, setpriv(id, folder));
    }

    /**
     * The account that makes a new cluster. {@code initdb}, alone among the programs, wants its
     * user to have a name; a folder made by {@code nobody} is handed over afterwards.
     */
    ServerAccount named(Path folder) throws IOException {
        if (id == SAME_AS_GATEWAY || listed(id)) {
            return this;
        }
        int nobody =
                userNamed("nobody")
                        .orElseThrow(
                                () ->
                                        new DatabaseUnavailable(
                                                "This machine has neither a user 'bluejay' nor a"
                                                        + " user 'nobody' to make the embedded"
                                                        + " database with. Add one (useradd"
                                                        + " --system bluejay), run the gateway as"
                                                        + " an ordinary user, or set"
                                                        + " bluejay.db.url."));
        return new ServerAccount(nobody, setpriv(nobody, folder));
    }

    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(program);
        return command;
    }

    /** Makes {@code root} and all below it this account's own. */
    void own(Path root) throws IOException {
        if (id == SAME_AS_GATEWAY) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        return visitFile(folder, attributes);
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                            throws IOException {
                        Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
                        Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Lets the account walk into {@code folder} of the gateway's, without listing it. */
    void mayEnter(Path folder) throws IOException {
        String rights = id == SAME_AS_GATEWAY ? "rwx------" : "rwx--x--x";
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
    }

    private static List<String> setpriv(int id, Path folder) throws IOException {
        Path program =
                Optional.of(Path.of("/usr/bin/setpriv"))
                        .filter(Files::isExecutable)
                        .or(() -> Optional.of(Path.of("/bin/setpriv")).filter(Files::isExecutable))
                        .orElseThrow(
                                () ->
                                        new DatabaseUnavailable(
                                                "PostgreSQL does not run as root, and setpriv"
                                                        + " (package util-linux), which would give"
                                                        + " it another user, is not installed."
                                                        + " Install it, run the gateway as an"
                                                        + " ordinary user, or set"
                                                        + " bluejay.db.url."));
        List<String> prefix =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--reuid=" + id,
                                "--regid=" + id,
                                "--clear-groups",
                                "--no-new-privs"));
        Optional<Path> barred = barredParent(folder);
        if (barred.isPresent()) {
            String capability = passage(barred.get());
            prefix.add("--inh-caps=-all,+" + capability);
            prefix.add("--ambient-caps=-all,+" + capability);
            // Or access(2), by which the programs look for each other, forgets the capability.
            prefix.add("--securebits=+no_setuid_fixup");
        } else {
            prefix.add("--inh-caps=-all");
        }
        prefix.add("--");
        return List.copyOf(prefix);
    }

    /** A folder above that only its owner may walk through, as a home or {@code mktemp -d} is. */
    private static Optional<Path> barredParent(Path folder) throws IOException {
        for (Path p = folder.toRealPath().getParent(); p != null; p = p.getParent()) {
            if (!Files.getPosixFilePermissions(p).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }

    /** The least capability at hand that leads through a closed folder. */
    private static String passage(Path barred) throws IOException {
        long held = Long.parseUnsignedLong(status("CapPrm"), 16);
        if ((held >> CAP_DAC_READ_SEARCH & 1) == 1) {
            return "dac_read_search";
        }
        if ((held >> CAP_DAC_OVERRIDE & 1) == 1) {
            return "dac_override";
        }
        throw new DatabaseUnavailable(
                "PostgreSQL does not run as root, and another user cannot reach its files through "
                        + barred
                        + ". Choose a folder below one that is open (--data /var/lib/bluejay), run"
                        + " the gateway as an ordinary user, or set bluejay.db.url.");
    }

    private static boolean gatewayIsRoot() throws IOException {
        return status("Uid").split("\\s+", -1)[1].equals("0");
    }

    private static String status(String field) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1).trim())
                    .findFirst()
                    .orElseThrow(() -> new IOException("/proc/self/status has no " + field));
        }
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private static boolean listed(int id) throws IOException {
        return users().stream().anyMatch(user -> user[2].equals(String.valueOf(id)));
    }

    private static Optional<Integer> userNamed(String name) throws IOException {
        return users().stream()
                .filter(user -> user[0].equals(name))
                .map(user -> Integer.valueOf(user[2]))
                .filter(id -> id != 0)
                .findFirst();
    }

    private static List<String[]> users() throws IOException {
        Path list = Path.of("/etc/passwd");
        if (!Files.exists(list)) {
            return List.of();
        }
        return Files.readAllLines(list, StandardCharsets.UTF_8).stream()
                .map(line -> line.split(":", -1))
                .filter(user -> user.length > 3)
                .toList();
    }
}
