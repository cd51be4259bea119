package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bluejay.gateway.it.Await;

/** From the commit of a new invoice to the first attempt to tell its shop, at half load. */
final class FirstAttemptBench {

    private static final double DEMAND_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Site site;
    private final Results results;
    private final Effort effort;

    /** By invoice: when its request was sent, answered, and its webhook came. */
    private final Map<String, Long> sent = new ConcurrentHashMap<>();

    private final Map<String, Long> answered = new ConcurrentHashMap<>();
    private final Map<String, Long> told = new ConcurrentHashMap<>();

    FirstAttemptBench(Site site, Results results, Effort effort) {
        this.site = site;
        this.results = results;
        this.effort = effort;
    }

    void run() {
        HttpLoad load = new HttpLoad(site.gateway().port(), 16, 201, site.orders(), this::answered);
        try (Sink sink = new Sink()) {
            site.endpoint(sink.url("/hook"));
            sink.tell(this::told);
            double most = mostInvoicesWithWebhook(load);
            forget();
            load.run(effort.round().multipliedBy(effort.rounds()), most / 2);
            awaitAllTold();
            report(most / 2);
        }
    }

    /** How many a second when each is told of before the round counts as over. */
    private double mostInvoicesWithWebhook(HttpLoad load) {
        effort.warm(load);
        awaitAllTold();
        forget();
        long start = System.nanoTime();
        load.run(effort.round());
        awaitAllTold();
        return answered.size() / ((System.nanoTime() - start) / 1e9);
    }

    private void awaitAllTold() {
        Await.value(
                "every invoice to be told of",
                PATIENCE,
                () -> answered.keySet().stream().filter(id -> !told.containsKey(id)).count(),
                Long.valueOf(0)::equals);
    }

    private void forget() {
        sent.clear();
        answered.clear();
        told.clear();
    }

    private void report(double perSecond) {
        Latencies fromAnswer = new Latencies();
        Latencies fromRequest = new Latencies();
        answered.forEach(
                (id, at) -> {
                    fromAnswer.add(told.get(id) - at);
                    fromRequest.add(told.get(id) - sent.get(id));
                });
        double p99 = fromAnswer.percentile(0.99);
        results.demand(
                text("commit to first attempt, p99 at half load (%.0f a second)", perSecond),
                "≤ 100 ms",
                text("%.1f ms", p99),
                p99 <= DEMAND_MILLIS);
        results.note(
                "… p50; p99 when counted from sending the request, the commit being somewhere"
                        + " between",
                text("%.1f ms; %.1f ms", fromAnswer.percentile(0.5), fromRequest.percentile(0.99)));
    }

    private void answered(Message answer, long sentAt, long answeredAt) {
        String id = answer.textAfter("\"id\":\"");
        sent.put(id, sentAt);
        answered.put(id, answeredAt);
    }

    private void told(Message request, long at) {
        told.putIfAbsent(request.textAfter("\"object\":{\"type\":\"invoice\",\"id\":\""), at);
    }
}
