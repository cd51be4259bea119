package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

/** Rounds of the same, taken together. */
final class Total {

    private final Latencies latencies = new Latencies();
    private double seconds;
    private double ownCpuMillis;

    void add(Measured round) {
        latencies.addAll(round.latencies());
        seconds += round.seconds();
        ownCpuMillis += round.ownCpuMillis();
    }

    int count() {
        return latencies.count();
    }

    double perSecond() {
        return latencies.count() / seconds;
    }

    double ownCpuPerRequest() {
        return ownCpuMillis / latencies.count();
    }

    String percentiles() {
        return text("%.1f ms, %.1f ms", latencies.percentile(0.5), latencies.percentile(0.99));
    }
}
