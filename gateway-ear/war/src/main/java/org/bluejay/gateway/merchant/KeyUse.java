package org.bluejay.gateway.merchant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Counts which keys were used, from where and in which minute, and writes it behind in batches: no
 * request waits for it, and a crash loses the last seconds at most.
 */
@ApplicationScoped
public class KeyUse {

    /** So many callers in one minute are an attack; what is beyond is counted without address. */
    private static final int MOST_ENTRIES = 20_000;

    private static final String OTHERS = "others";

    private static final String COUNT =
            """
            insert into audit_read (key_id, address, minute, requests) values (:key, :address, :minute, :requests)
            on conflict (minute, key_id, address) do update set requests = audit_read.requests + excluded.requests\
            """;

    private static final String LAST_USE =
            """
            update api_key set last_used_at = :at, last_used_address = :address
            where id = :key and (last_used_at is null or last_used_at <= :at)\
            """;

    @Inject WorkDatabase database;
    @Inject Clock clock;

    private final Map<Use, Count> counts = new ConcurrentHashMap<>();

    private record Use(UUID key, String address, Instant minute) {}

    private record LastUse(Instant at, String address) {}

    /** Many requests of one key count at the same time, and none waits for another. */
    private static final class Count {
        private final AtomicLong requests = new AtomicLong();
        private volatile LastUse last;
    }

    private record Taken(Use use, long requests, LastUse last) {}

    /** A request with this key came from this address just now. */
    public void used(UUID key, String address) {
        Instant now = clock.instant();
        String counted = counts.size() < MOST_ENTRIES ? address : OTHERS;
        Use use = new Use(key, counted, now.truncatedTo(ChronoUnit.MINUTES));
        Count known = counts.get(use);
        Count count = known == null ? counts.computeIfAbsent(use, first -> new Count()) : known;
        count.last = new LastUse(now, address);
        count.requests.incrementAndGet();
    }

    /** Writes what came together since the last time; what cannot be written waits for the next. */
    void flush() {
        List<Taken> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            database.useTransaction(handle -> write(handle, taken));
        } catch (RuntimeException e) {
            taken.forEach(one -> counts.get(one.use()).requests.addAndGet(one.requests()));
            throw e;
        }
    }

    /** In one order on every node, or two of them would wait for each other's rows. */
    private List<Taken> take() {
        Instant thisMinute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        List<Taken> taken = new ArrayList<>();
        counts.forEach(
                (use, count) -> {
                    long requests = count.requests.getAndSet(0);
                    if (requests > 0) {
                        taken.add(new Taken(use, requests, count.last));
                    } else if (use.minute().isBefore(thisMinute)) {
                        counts.remove(use);
                    }
                });
        taken.sort(
                Comparator.comparing((Taken one) -> one.use().minute())
                        .thenComparing(one -> one.use().key())
                        .thenComparing(one -> one.use().address()));
        return taken;
    }

    private static void write(Handle handle, List<Taken> taken) {
        PreparedBatch reads = handle.prepareBatch(COUNT);
        for (Taken one : taken) {
            reads.bind("key", one.use().key())
                    .bind("address", one.use().address())
                    .bind("minute", one.use().minute())
                    .bind("requests", one.requests())
                    .add();
        }
        reads.execute();
        Map<UUID, LastUse> last = new TreeMap<>();
        taken.forEach(one -> last.merge(one.use().key(), one.last(), KeyUse::later));
        PreparedBatch uses = handle.prepareBatch(LAST_USE);
        last.forEach(
                (key, use) ->
                        uses.bind("key", key)
                                .bind("at", use.at())
                                .bind("address", use.address())
                                .add());
        uses.execute();
    }

    private static LastUse later(LastUse one, LastUse other) {
        return other.at().isBefore(one.at()) ? one : other;
    }
}
