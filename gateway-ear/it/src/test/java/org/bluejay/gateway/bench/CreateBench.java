package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Creating invoices, against inserting the same rows straight into the same PostgreSQL. */
final class CreateBench {

    private static final Map<Integer, Double> DEMANDS = Map.of(8, 0.80, 64, 1.30);
    private static final Map<Integer, String> AIMS = Map.of(8, "1.00", 64, "2.00");

    private final Site site;
    private final Results results;
    private final Effort effort;

    CreateBench(Site site, Results results, Effort effort) {
        this.site = site;
        this.results = results;
        this.effort = effort;
    }

    /** All rounds with one number of connections. */
    void run(int connections) throws SQLException, InterruptedException, ExecutionException {
        Ratios ratios = new Ratios();
        Total gateway = new Total();
        Total straight = new Total();
        double jvmCpu = 0;
        UUID sample =
                UUID.fromString(
                        site.shop()
                                .api()
                                .under("sample-" + connections)
                                .post("/invoices/", site.order("sample-" + connections))
                                .expect(201)
                                .text("id"));
        HttpLoad load = load(site, connections);
        try (StraightInserts inserts =
                new StraightInserts(site.gateway().database(), connections, sample)) {
            effort.warm(load);
            inserts.run(effort.round());
            site.settle();
            for (int round = 0; round < effort.rounds(); round++) {
                double cpu = site.cpuMillis();
                Measured created = load.run(effort.round());
                jvmCpu += site.cpuMillis() - cpu;
                site.settle();
                Measured inserted = inserts.run(effort.round());
                ratios.add(created.perSecond() / inserted.perSecond());
                gateway.add(created);
                straight.add(inserted);
            }
        }
        report(connections, ratios, gateway, straight, jvmCpu);
    }

    /** Brings the gateway's code into the state it is in after its first minute. */
    static void warmUp(Site site, Effort effort) {
        effort.warm(load(site, 16), effort.warmUpRequests());
    }

    private static HttpLoad load(Site site, int connections) {
        return new HttpLoad(
                site.gateway().port(), connections, 201, site.orders(), HttpLoad.Answers.IGNORED);
    }

    private void report(
            int connections, Ratios ratios, Total gateway, Total straight, double jvmCpu) {
        results.demand(
                text("create invoice, %d connections, to straight inserts", connections),
                text("≥ %.2f, aim %s", DEMANDS.get(connections), AIMS.get(connections)),
                ratios.toString(),
                ratios.median() >= DEMANDS.get(connections));
        results.note(
                text("… invoices a second (straight inserts)"),
                text("%.0f (%.0f)", gateway.perSecond(), straight.perSecond()));
        results.note(
                "… p50, p99 (straight inserts)",
                text("%s (%s)", gateway.percentiles(), straight.percentiles()));
        results.note(
                "… processor time an invoice: gateway's JVM; load generator (straight inserts'"
                        + " JVM)",
                text(
                        "%.3f ms; %.3f ms (%.3f ms)",
                        jvmCpu / gateway.count(),
                        gateway.ownCpuPerRequest(),
                        straight.ownCpuPerRequest()));
    }
}
