package org.bluejay.gateway.ear;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A Payara Server of its own for a test: one domain, made anew, on free ports of the loopback
 * address. Stopping it ends every process it has started.
 */
final class PayaraServer {

    private static final Duration COMMAND_PATIENCE = Duration.ofMinutes(5);
    private static final int ADMIN = 48;
    private static final int HTTP = 80;

    private static final String PID_FILE = "config/pid";

    /** Each record of the server's log begins with its time in brackets. */
    private static final Pattern RECORD = Pattern.compile("(?m)^(?=\\[\\d{4}-)");

    private static final Pattern ERROR =
            Pattern.compile("^.* \\[(SEVERE|ERROR|ALERT|EMERGENCY)\\] \\[");

    /** It never finds its remote JMX connector again when that listens on loopback only. */
    private static final List<String> PAYARAS_OWN = List.of("[NCLS-JMX-00011]");

    /** All that a domain may listen on, as distances from its base port. */
    private static final int[] PORTS = {9, 37, 38, 39, ADMIN, 49, 59, 66, 76, HTTP, 81, 86};

    private final Path asadmin;
    private final Path work;
    private final Path domain;
    private final int base;

    private PayaraServer(Path installation, Path work, int base) {
        this.asadmin = installation.resolve("bin/asadmin");
        this.work = work;
        this.domain = work.resolve("domains/gateway");
        this.base = base;
    }

    /**
     * Starts one.
     *
     * @param data the gateway's folder
     * @param connectors where it finds its connectors
     */
    static PayaraServer start(Path installation, Path work, Path data, Path connectors)
            throws Exception {
        Files.createDirectories(work);
        PayaraServer server = new PayaraServer(installation, work, freeBase());
        remove(server.domain);
        remove(data);
        server.local("create-domain", "--nopassword=true", "--portbase", "" + server.base);
        server.configure(data, connectors);
        server.local("start-domain", "--timeout", "" + COMMAND_PATIENCE.toSeconds());
        return server;
    }

    /** Where the gateway answers once it is deployed. */
    URI gateway() {
        return URI.create("http://127.0.0.1:" + (base + HTTP));
    }

    void deploy(Path archive) throws Exception {
        remote("deploy", "--name", "bluejay", archive.toString());
    }

    void undeploy() throws Exception {
        remote("undeploy", "bluejay");
    }

    /** The names of all threads that live in the server. */
    List<String> threads() throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd");
        Outcome dump = run(List.of(jcmd.toString(), "" + pid(), "Thread.print"));
        if (dump.exit() != 0) {
            throw new IllegalStateException("jcmd said: " + dump.said());
        }
        return dump.said()
                .lines()
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.indexOf('"', 1)))
                .toList();
    }

    /** What the server itself or an application in it calls an error, one text a record. */
    List<String> errors() throws IOException {
        return Arrays.stream(RECORD.split(log()))
                .filter(entry -> ERROR.matcher(entry).find())
                .filter(entry -> PAYARAS_OWN.stream().noneMatch(entry::contains))
                .toList();
    }

    String log() throws IOException {
        return Files.readString(domain.resolve("logs/server.log"));
    }

    /** Ends the domain, by force if need be; what it says goes for naught by then. */
    void stop() throws Exception {
        if (!Files.exists(domain.resolve(PID_FILE))) {
            return;
        }
        long pid = pid();
        asadmin(
                List.of(
                        "stop-domain",
                        "--domaindir",
                        work.resolve("domains").toString(),
                        "gateway"));
        ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(domain.resolve(PID_FILE)).trim());
    }

    /** Loopback only, no cluster, nothing at /metrics that is not the gateway's. */
    private void configure(Path data, Path connectors) throws IOException {
        Path file = domain.resolve("config/domain.xml");
        String option = "<jvm-options>-D%s</jvm-options>";
        String own =
                option.formatted("bluejay.data.dir=" + data)
                        + option.formatted("bluejay.connectors.dir=" + connectors)
                        + option.formatted("bluejay.public-url=" + gateway())
                        + option.formatted("bluejay.demo.enabled=true")
                        + option.formatted("bluejay.webhook.allow-loopback=true")
                        + option.formatted("otel.sdk.disabled=true");
        String config =
                Files.readString(file)
                        .replace("\"0.0.0.0\"", "\"127.0.0.1\"")
                        .replace(
                                "<network-listener port=",
                                "<network-listener address=\"127.0.0.1\" port=")
                        .replace(
                                "<hazelcast-config-specific-configuration>",
                                "<hazelcast-config-specific-configuration enabled=\"false\">")
                        .replaceFirst(
                                "<jvm-options>-server</jvm-options>",
                                "$0" + Matcher.quoteReplacement(own))
                        .replaceFirst(
                                "<microprofile-metrics-configuration",
                                "$0 endpoint=\"payara-metrics\"");
        Files.writeString(file, config);
    }

    private static void remove(Path root) throws IOException {
        if (Files.exists(root)) {
            try (var paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void local(String command, String... options) throws Exception {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--domaindir", work.resolve("domains").toString()));
        line.addAll(List.of(options));
        line.add("gateway");
        succeed(line);
    }

    private void remote(String command, String... options) throws Exception {
        List<String> line = new ArrayList<>(List.of("--port", "" + (base + ADMIN), command));
        line.addAll(List.of(options));
        succeed(line);
    }

    private void succeed(List<String> line) throws Exception {
        Outcome outcome = asadmin(line);
        if (outcome.exit() != 0) {
            String log = Files.exists(domain.resolve("logs/server.log")) ? log() : "";
            throw new IllegalStateException(
                    "asadmin " + line + " said: " + outcome.said() + "\n" + log);
        }
    }

    private record Outcome(int exit, String said) {}

    private Outcome asadmin(List<String> line) throws Exception {
        List<String> command = new ArrayList<>(List.of(asadmin.toString(), "--user", "admin"));
        command.addAll(line);
        return run(command);
    }

    /** The output goes to a file, because a server that is started would hold on to a pipe. */
    private Outcome run(List<String> command) throws Exception {
        Path said = work.resolve("command.log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!process.waitFor(COMMAND_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Outcome(-1, "nothing for " + COMMAND_PATIENCE);
        }
        return new Outcome(process.exitValue(), Files.readString(said));
    }

    private static int freeBase() {
        return IntStream.iterate(21_000, base -> base < 60_000, base -> base + 100)
                .filter(base -> IntStream.of(PORTS).allMatch(port -> free(base + port)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free ports"));
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
