package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.bluejay.gateway.it.Gateway;

/**
 * Runs the benches and the crash run, and writes their table into {@code docs/benchmarks.md}.
 *
 * <p>{@code bluejay.bench.parts} chooses some of them, whose results are only printed; {@code
 * bluejay.bench.kills} is how often the crash run kills.
 */
public final class Bench {

    private static final List<String> PARTS =
            List.of("start", "create", "read", "first-attempt", "webhook", "shops", "crash");

    /** Of these, those whose gateway has to be warm; the others see to it themselves. */
    private static final List<String> WARM = List.of("create", "read", "first-attempt", "webhook");

    private static final long MEMORY_DEMAND = 700;

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        String chosen = System.getProperty("bluejay.bench.parts", "");
        List<String> parts = chosen.isBlank() ? PARTS : List.of(chosen.split(",", -1));
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException("parts are " + PARTS + ", not " + parts);
        }
        Results results = new Results();
        measure(parts, results);
        if (parts.equals(PARTS)) {
            Path page = Path.of(System.getProperty("bluejay.root"), "docs/benchmarks.md");
            results.write(page, machine());
            System.out.println("Written to " + page);
        }
        results.missed().forEach(missed -> System.out.println("Missed: " + missed));
        System.exit(0);
    }

    private static void measure(List<String> parts, Results results) throws Exception {
        try (Gateway gateway = Site.gateway("bench")) {
            if (parts.contains("start")) {
                new StartBench(results).run(gateway);
            } else {
                gateway.start();
            }
            gateway.stop();
            makeRoom(gateway);
            measure(gateway.start(), results, Effort.FULL, parts);
        }
        if (parts.contains("crash")) {
            crash(Integer.getInteger("bluejay.bench.kills", 100), results);
        }
    }

    /** The straight inserts need connections beside the gateway's own. */
    private static void makeRoom(Gateway gateway) throws IOException {
        Files.writeString(
                gateway.data().resolve("postgresql/cluster/local.conf"), "max_connections = 250\n");
    }

    /** All but start and crash. */
    static void measure(Gateway gateway, Results results, Effort effort) throws Exception {
        measure(gateway, results, effort, PARTS);
    }

    private static void measure(Gateway gateway, Results results, Effort effort, List<String> parts)
            throws SQLException, InterruptedException, ExecutionException {
        if (parts.stream().anyMatch(WARM::contains)) {
            CreateBench.warmUp(Site.of(gateway), effort);
        }
        if (parts.contains("create")) {
            CreateBench create = new CreateBench(Site.of(gateway), results, effort);
            for (int connections : effort.connections()) {
                create.run(connections);
            }
        }
        if (parts.contains("read")) {
            ReadBench read = new ReadBench(Site.of(gateway), results, effort);
            for (int connections : effort.connections()) {
                read.run(connections);
            }
        }
        if (parts.contains("first-attempt")) {
            new FirstAttemptBench(Site.of(gateway), results, effort).run();
        }
        if (parts.contains("webhook")) {
            new WebhookBench(Site.of(gateway), results, effort).run();
        }
        if (parts.contains("shops")) {
            new ShopBench(gateway, results, effort).run();
        }
        long memory = ProcessUse.peakMegabytes(gateway.process().pid());
        results.demand(
                "most resident memory of the gateway's JVM under all that",
                "≤ 700 MB",
                memory + " MB",
                memory <= MEMORY_DEMAND);
    }

    private static void crash(int kills, Results results)
            throws SQLException, InterruptedException {
        CrashRun.Outcome outcome = new CrashRun(kills, System.nanoTime()).run();
        outcome.wrong().forEach(System.out::println);
        results.demand(
                text("%d SIGKILLs under load: promises broken", kills),
                "0",
                String.valueOf(outcome.wrong().size()),
                outcome.wrong().isEmpty());
        results.note("… killed", outcome.victims().toString());
        results.note(
                "… orders answered; given up unanswered, of which had happened",
                text(
                        "%,d; %,d, %,d",
                        outcome.answered(), outcome.unanswered(), outcome.happened()));
        results.note("… what the shops met", outcome.troubles().toString());
        results.note(
                "… longest until orders were taken again; events and deliveries all done after the"
                        + " end",
                text("%.1f s; %.1f s", outcome.slowestRecoverySeconds(), outcome.drainedSeconds()));
    }

    private static String machine() throws IOException {
        return text(
                "%d processors of %s, shared with the load generator and the database; Java %s.",
                Runtime.getRuntime().availableProcessors(),
                Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 2))
                        .findFirst()
                        .orElse("an unknown kind"),
                Runtime.version());
    }
}
