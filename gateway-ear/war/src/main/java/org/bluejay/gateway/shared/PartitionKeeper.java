package org.bluejay.gateway.shared;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the tables that only grow in months: makes those to come before a row needs them, and drops
 * those whose last row is past its retention.
 */
@ApplicationScoped
public class PartitionKeeper {

    private static final int MONTHS_AHEAD = 2;

    /** How long rows are kept, by table; audit rows are dropped by hand only. */
    private static final Map<String, Period> RETENTION =
            Map.of(
                    "event", Period.ofMonths(13),
                    "webhook_delivery", Period.ofDays(90),
                    "webhook_attempt", Period.ofDays(90),
                    "callback", Period.ofDays(90),
                    "shop_webhook", Period.ofDays(90));

    /** Counted by minute, in one table. */
    private static final Period READS = Period.ofDays(400);

    @Inject WorkDatabase database;
    @Inject Clock clock;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(10) Object started) {
        loop =
                BackgroundLoop.start(
                        "partitions",
                        threads,
                        () -> {
                            keep(database, clock);
                            return Duration.ofDays(1);
                        });
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    static void keep(WorkDatabase database, Clock clock) {
        database.useTransaction(handle -> handle.execute("call make_months(?)", MONTHS_AHEAD));
        forgetReads(database, clock);
        RETENTION.forEach(
                (table, kept) ->
                        database.useTransaction(
                                handle -> {
                                    // A drop waits for readers, and everybody waits for the drop.
                                    handle.execute("set local lock_timeout = '2s'");
                                    dropBefore(handle, table, firstMonthKept(clock, kept));
                                }));
    }

    private static void forgetReads(WorkDatabase database, Clock clock) {
        database.useTransaction(
                handle ->
                        handle.execute(
                                "delete from audit_read where minute < ?",
                                clock.instant().minus(READS)));
    }

    private static YearMonth firstMonthKept(Clock clock, Period kept) {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC).minus(kept));
    }

    private static void dropBefore(Handle handle, String table, YearMonth firstKept) {
        String prefix = table + "_";
        List<String> months =
                handle.select(
                                """
                                select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                                where i.inhparent = cast(? as regclass) and c.relname ~ ('^' || ? || '\\d{4}_\\d{2}$')
                                """,
                                table, prefix)
                        .mapTo(String.class)
                        .list();
        for (String month : months) {
            String name = month.substring(prefix.length());
            if (YearMonth.parse(name.replace('_', '-')).isBefore(firstKept)) {
                handle.execute("drop table \"" + month + "\"");
            }
        }
    }
}
