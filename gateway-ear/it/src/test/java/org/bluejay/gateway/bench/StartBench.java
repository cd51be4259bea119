package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import org.bluejay.gateway.it.Gateway;

/** From the command to the gateway being ready, the first time and later. */
final class StartBench {

    private static final double DEMAND_SECONDS = 15;

    private final Results results;

    StartBench(Results results) {
        this.results = results;
    }

    void run(Gateway gateway) {
        report("first start to ready, making its database", seconds(gateway));
        gateway.stop();
        report("later start to ready", seconds(gateway));
    }

    private static double seconds(Gateway gateway) {
        long start = System.nanoTime();
        gateway.start();
        return (System.nanoTime() - start) / 1e9;
    }

    private void report(String what, double seconds) {
        results.demand(what, "≤ 15 s", text("%.1f s", seconds), seconds <= DEMAND_SECONDS);
    }
}
