package org.bluejay.gateway.shared;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;

/**
 * Keeps the tables that only grow in months: makes those to come before a row needs them, and drops
 * those whose last row is past its retention. A table where that fails is no other table's trouble;
 * its rows land beside the months until it succeeds.
 */
@ApplicationScoped
public class PartitionKeeper {

    private static final System.Logger LOG = System.getLogger(PartitionKeeper.class.getName());

    private static final int MONTHS_AHEAD = 2;

    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofMinutes(15);

    private static final String TABLES =
            """
            select c.relname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
            where p.partstrat = 'r' and c.relnamespace = cast(current_schema() as regnamespace) order by c.relname\
            """;

    /** One at a time, over all nodes. */
    private static final String ALONE = "select pg_advisory_xact_lock(7163940017)";

    private static final String MAKE_MONTH =
            """
            call make_month(?, cast(date_trunc('month', now() at time zone 'UTC') + ? * interval '1 month' as date))\
            """;

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

    /** Few, in one table. */
    private static final Period GRANTS = Period.ofDays(30);

    @Inject WorkDatabase database;
    @Inject Clock clock;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;
    private volatile Set<String> troubled = Set.of();

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(10) Object started) {
        loop =
                BackgroundLoop.start(
                        "partitions",
                        threads,
                        () -> {
                            troubled = keep(database, clock);
                            return troubled.isEmpty() ? PAUSE : PAUSE_AFTER_TROUBLE;
                        });
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    /** Tables whose months could not all be made or dropped the last time. */
    Set<String> troubled() {
        return troubled;
    }

    /**
     * @return the tables where something failed
     */
    static Set<String> keep(WorkDatabase database, Clock clock) {
        Set<String> troubled = new TreeSet<>();
        List<String> tables =
                database.inTransaction(handle -> handle.select(TABLES).mapTo(String.class).list());
        for (String table : tables) {
            for (int i = 0; i <= MONTHS_AHEAD; i++) {
                int ahead = i;
                attempt(
                        troubled,
                        table,
                        database,
                        handle -> {
                            handle.execute(ALONE);
                            handle.execute(MAKE_MONTH, table, ahead);
                        });
            }
        }
        attempt(troubled, "audit_read", database, handle -> forgetReads(handle, clock));
        attempt(troubled, "key_grant", database, handle -> forgetGrants(handle, clock));
        RETENTION.forEach(
                (table, kept) ->
                        attempt(
                                troubled,
                                table,
                                database,
                                handle -> dropBefore(handle, table, firstMonthKept(clock, kept))));
        return Set.copyOf(troubled);
    }

    private static void attempt(
            Set<String> troubled,
            String table,
            WorkDatabase database,
            HandleConsumer<RuntimeException> step) {
        try {
            database.useTransaction(
                    handle -> {
                        // Whoever changes a table waits for readers, and everybody waits for him.
                        handle.execute("set local lock_timeout = '2s'");
                        step.useHandle(handle);
                    });
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "event=months-not-kept table={0} cause=\"{1}\"",
                    table,
                    e.getMessage());
            troubled.add(table);
        }
    }

    private static void forgetReads(Handle handle, Clock clock) {
        handle.execute("delete from audit_read where minute < ?", clock.instant().minus(READS));
    }

    private static void forgetGrants(Handle handle, Clock clock) {
        handle.execute("delete from key_grant where created_at < ?", clock.instant().minus(GRANTS));
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
