package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bluejay.gateway.it.Await;

/**
 * Deliveries to a sink on this machine, with every attempt recorded, against a bare HTTP client
 * that sends the same to the same; and what is left of that beside an endpoint that hangs.
 */
final class WebhookBench {

    private static final int ENDPOINTS = 4;
    private static final int CLIENT_THREADS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Site site;
    private final Results results;
    private final Effort effort;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicLong lastArrival = new AtomicLong();
    private final List<String> endpoints = new ArrayList<>();
    private final AtomicInteger sampleSize = new AtomicInteger();
    private UUID event;

    WebhookBench(Site site, Results results, Effort effort) {
        this.site = site;
        this.results = results;
        this.effort = effort;
    }

    void run() throws SQLException, InterruptedException {
        try (Sink sink = new Sink();
                Connection connection = site.gateway().database().connect()) {
            for (int i = 0; i < ENDPOINTS; i++) {
                endpoints.add(site.endpoint(sink.url("/hook-" + i)));
            }
            sink.tell(this::count);
            site.shop().invoice("10.00");
            site.settle();
            event = anEvent(connection);
            Backlog backlog = new Backlog(connection);
            try (BareClient client =
                    new BareClient(sink.url("/bare"), sampleSize.get(), CLIENT_THREADS)) {
                compareWithBareClient(backlog, client);
            }
            compareWithOneThatHangs(backlog, sink);
        }
    }

    private void compareWithBareClient(Backlog backlog, BareClient client)
            throws SQLException, InterruptedException {
        drain(backlog);
        client.run(effort.deliveries());
        Ratios ratios = new Ratios();
        double delivered = 0;
        double bare = 0;
        double cpu = site.cpuMillis();
        for (int round = 0; round < effort.rounds(); round++) {
            double bareNow = client.run(effort.deliveries());
            double deliveredNow = drain(backlog);
            ratios.add(deliveredNow / bareNow);
            delivered += deliveredNow / effort.rounds();
            bare += bareNow / effort.rounds();
        }
        double jvm = (site.cpuMillis() - cpu) / (effort.rounds() * perRound());
        results.demand(
                text("webhook deliveries, every attempt recorded, to the bare JDK client"),
                "≥ 0.60",
                ratios.toString(),
                ratios.median() >= 0.6);
        results.note(
                text(
                        "… deliveries a second to %d endpoints (bare client, %d threads)",
                        ENDPOINTS, CLIENT_THREADS),
                text("%.0f (%.0f)", delivered, bare));
        results.note("… processor time a delivery, gateway's JVM", text("%.3f ms", jvm));
    }

    private void compareWithOneThatHangs(Backlog backlog, Sink sink)
            throws SQLException, InterruptedException {
        String hanging = site.endpoint(sink.url("/hang"));
        double before = 0;
        for (int round = 0; round < effort.rounds(); round++) {
            before += drain(backlog) / effort.rounds();
        }
        backlog.add(UUID.fromString(site.shop().id()), event, effort.backlog(), List.of(hanging));
        Ratios ratios = new Ratios();
        for (int round = 0; round < effort.rounds(); round++) {
            ratios.add(drain(backlog) / before);
        }
        results.demand(
                text(
                        "deliveries beside an endpoint that hangs 30 s and has %,d waiting, to"
                                + " none",
                        effort.backlog()),
                "≥ 0.90",
                ratios.toString(),
                ratios.median() >= 0.9);
        Site.change(
                backlog.connection(),
                "delete from webhook_delivery where endpoint_id = ?",
                UUID.fromString(hanging));
    }

    private int perRound() {
        return effort.deliveries() / ENDPOINTS * ENDPOINTS;
    }

    /**
     * Gives every endpoint its share, waits until all came and are recorded; deliveries a second.
     */
    private double drain(Backlog backlog) throws SQLException {
        arrived.set(0);
        long recorded = backlog.recordedAttempts();
        backlog.add(
                UUID.fromString(site.shop().id()),
                event,
                effort.deliveries() / ENDPOINTS,
                endpoints);
        long committed = System.nanoTime();
        Await.value(
                perRound() + " deliveries", PATIENCE, arrived::get, count -> count >= perRound());
        double seconds = (lastArrival.get() - committed) / 1e9;
        Await.value(
                "attempts to be recorded",
                PATIENCE,
                backlog::recordedAttempts,
                count -> count >= recorded + perRound());
        return perRound() / seconds;
    }

    private void count(Message request, long at) {
        String head = request.head();
        if (head.startsWith("POST /hook")) {
            sampleSize.set(request.body().length());
            lastArrival.set(at);
            arrived.incrementAndGet();
        }
    }

    private UUID anEvent(Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement("select id from event where shop_id = ? limit 1")) {
            query.setObject(1, UUID.fromString(site.shop().id()));
            var row = query.executeQuery();
            row.next();
            return row.getObject(1, UUID.class);
        }
    }
}
