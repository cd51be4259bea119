package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bluejay.gateway.it.Await;
import org.bluejay.gateway.it.Gateway;

/**
 * Kills the gateway or its database again and again while shops order, and then counts: every
 * answered invoice exactly once with its event, every unanswered one at most once, every event
 * told.
 */
final class CrashRun {

    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofMinutes(3);

    private final int kills;
    private final long seed;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new ArrayList<>();
    private double slowestRecovery;
    private double drained;

    /**
     * What came of it.
     *
     * @param wrong one line for each broken promise; empty is what everybody hopes for
     */
    record Outcome(
            int kills,
            Map<Killer.Victim, Integer> victims,
            int answered,
            int unanswered,
            int happened,
            Map<String, Integer> troubles,
            double slowestRecoverySeconds,
            double drainedSeconds,
            int told,
            List<String> wrong) {}

    /**
     * @param seed of the moments and victims; the machine adds chance of its own
     */
    CrashRun(int kills, long seed) {
        this.kills = kills;
        this.seed = seed;
    }

    Outcome run() throws SQLException, InterruptedException {
        try (Sink sink = new Sink();
                Gateway gateway = Site.gateway("crash").start()) {
            sink.tell((request, at) -> told.add(request.textAfter("{\"id\":\"")));
            Site site = Site.of(gateway);
            site.endpoint(sink.url("/hook"));
            Killer killer = new Killer(gateway, new Random(seed));
            Customers customers = new Customers(site);
            customers.start();
            try {
                killAgainAndAgain(killer, customers);
            } finally {
                customers.stop();
            }
            return count(site, killer, customers);
        }
    }

    private void killAgainAndAgain(Killer killer, Customers customers) {
        for (int i = 1; i <= kills; i++) {
            awaitAnswer(customers, "before kill " + i);
            long struck = System.nanoTime();
            Killer.Victim victim = killer.strike();
            double recovery = awaitAnswer(customers, "after kill " + i + ", of the " + victim);
            System.out.println(
                    text(
                            "kill %d of %d: %s; orders again after %.1f s, %.1f s in all",
                            i, kills, victim, recovery, (System.nanoTime() - struck) / 1e9));
        }
    }

    /** Until somebody has an order answered that was not before. */
    private double awaitAnswer(Customers customers, String when) {
        long start = System.nanoTime();
        Await.value(
                "an order to be taken " + when,
                AGAIN,
                customers::lastAnswer,
                at -> at != 0 && at - start > 0);
        double seconds = (System.nanoTime() - start) / 1e9;
        slowestRecovery = Math.max(slowestRecovery, seconds);
        return seconds;
    }

    private Outcome count(Site site, Killer killer, Customers customers) throws SQLException {
        List<String> forgotten = List.copyOf(customers.unanswered());
        int answered = customers.answered().size();
        try (Connection connection = site.gateway().database().connect()) {
            awaitDrained(connection);
            Books books = new Books(connection, site.shop().id());
            int happened = checkForgotten(books, forgotten, customers);
            awaitDrained(connection);
            wrong.addAll(customers.wrong());
            wrong.addAll(new Books(connection, site.shop().id()).check(customers.answered()));
            Set<String> untold = new HashSet<>(books.events());
            untold.removeAll(told);
            untold.forEach(event -> wrong.add("event " + event + " was never told"));
            return new Outcome(
                    kills,
                    killer.kills(),
                    answered,
                    forgotten.size(),
                    happened,
                    customers.troubles(),
                    slowestRecovery,
                    drained,
                    told.size(),
                    List.copyOf(wrong));
        }
    }

    private void awaitDrained(Connection connection) throws SQLException {
        long start = System.nanoTime();
        long end = start + DRAIN.toNanos();
        long left = Site.unfinished(connection);
        while (left > 0 && System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            left = Site.unfinished(connection);
        }
        drained = Math.max(drained, (System.nanoTime() - start) / 1e9);
        if (left > 0) {
            wrong.add(left + " events or deliveries are still due after " + DRAIN);
            Await.value(
                    "the rest to be done, late",
                    Duration.ofMinutes(3),
                    () -> Site.unfinished(connection),
                    Long.valueOf(0)::equals);
            drained = (System.nanoTime() - start) / 1e9;
        }
    }

    /** What nobody was told of happened once or not at all; asked again, it has happened once. */
    private int checkForgotten(Books books, List<String> forgotten, Customers customers) {
        int happened = 0;
        for (String key : forgotten) {
            List<String> before = books.invoicesOf(key);
            Await.until("key " + key + " to be answered", () -> customers.retry(key));
            String after = customers.answered().get(key);
            if (!before.isEmpty() && !before.equals(List.of(after))) {
                wrong.add("key " + key + " had made " + before + " and now gives " + after);
            }
            happened += before.size();
        }
        return happened;
    }
}
