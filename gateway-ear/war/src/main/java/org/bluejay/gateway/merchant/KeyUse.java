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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Counts which keys were used, from where and in which minute, and writes it behind in batches: no
 * request waits for it, and a crash loses the last seconds at most.
 */
@ApplicationScoped
public class KeyUse {

    /** So many callers in one round are an attack; what is beyond is counted without address. */
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

    private final Map<Use, Long> counts = new ConcurrentHashMap<>();
    private final Map<UUID, LastUse> last = new ConcurrentHashMap<>();

    private record Use(UUID key, String address, Instant minute) {}

    private record LastUse(Instant at, String address) {}

    /** A request with this key came from this address just now. */
    public void used(UUID key, String address) {
        Instant now = clock.instant();
        String counted = counts.size() < MOST_ENTRIES ? address : OTHERS;
        last.put(key, new LastUse(now, address));
        counts.merge(new Use(key, counted, now.truncatedTo(ChronoUnit.MINUTES)), 1L, Long::sum);
    }

    /** Writes what came together since the last time; what cannot be written waits for the next. */
    void flush() {
        List<Map.Entry<Use, Long>> taken = new ArrayList<>();
        for (Use use : List.copyOf(counts.keySet())) {
            Long count = counts.remove(use);
            if (count != null) {
                taken.add(Map.entry(use, count));
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        // In one order on every node, or two of them would wait for each other's rows.
        taken.sort(
                Comparator.comparing((Map.Entry<Use, Long> entry) -> entry.getKey().minute())
                        .thenComparing(entry -> entry.getKey().key())
                        .thenComparing(entry -> entry.getKey().address()));
        try {
            database.useTransaction(handle -> write(handle, taken));
        } catch (RuntimeException e) {
            taken.forEach(entry -> counts.merge(entry.getKey(), entry.getValue(), Long::sum));
            throw e;
        }
    }

    private void write(Handle handle, List<Map.Entry<Use, Long>> taken) {
        PreparedBatch reads = handle.prepareBatch(COUNT);
        for (Map.Entry<Use, Long> entry : taken) {
            reads.bind("key", entry.getKey().key())
                    .bind("address", entry.getKey().address())
                    .bind("minute", entry.getKey().minute())
                    .bind("requests", entry.getValue())
                    .add();
        }
        reads.execute();
        PreparedBatch uses = handle.prepareBatch(LAST_USE);
        taken.stream()
                .map(entry -> entry.getKey().key())
                .distinct()
                .sorted()
                .forEach(
                        key -> {
                            LastUse use = last.get(key);
                            uses.bind("key", key)
                                    .bind("at", use.at())
                                    .bind("address", use.address())
                                    .add();
                        });
        uses.execute();
    }
}
