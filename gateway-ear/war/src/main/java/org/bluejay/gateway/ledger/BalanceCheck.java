package org.bluejay.gateway.ledger;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.Metrics;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Adds up all postings once a day and holds the running balances against them. They cannot differ
 * unless somebody wrote to the database by hand, which is what an operator wants to be told.
 */
@ApplicationScoped
public class BalanceCheck {

    private static final System.Logger LOG = System.getLogger(BalanceCheck.class.getName());

    private static final Duration PAUSE = Duration.ofDays(1);

    /** The first look is not at the start, when everything else is busy. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    /** Most to report of at once: one is reason enough to look. */
    private static final int MOST = 100;

    /** One statement, so one moment: what commits meanwhile is in neither side. */
    private static final String DIFFERENCES =
            """
            select coalesce(b.account_id, s.account_id) as account_id, coalesce(b.scope, s.scope) as scope,
                coalesce(b.amount, 0) as balance, coalesce(s.amount, 0) as posted
            from balance b full join (
                select p.account_id, coalesce(e.shop_id, e.merchant_id) as scope, sum(p.amount) as amount
                from posting p join journal_entry e on e.id = p.entry_id group by 1, 2
            ) s on s.account_id = b.account_id and s.scope = b.scope
            where b.amount is distinct from s.amount
            order by 1, 2 limit :most\
            """;

    @Inject WorkDatabase database;
    @Inject Metrics metrics;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;
    private boolean graced;
    private volatile int found;

    /**
     * A balance that is not the sum of its postings.
     *
     * @param scope the shop, or the merchant
     */
    record Difference(UUID accountId, UUID scope, BigDecimal balance, BigDecimal posted) {}

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(210) Object started) {
        metrics.gauge(
                "bluejay_ledger_differences",
                "Balances that were not the sum of their postings when this node last looked;"
                        + " anything but 0 is an alarm",
                this::found);
        loop = BackgroundLoop.start("ledger-check", threads, this::round);
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    private int found() {
        return found;
    }

    private Duration round() {
        if (!graced) {
            graced = true;
            return GRACE;
        }
        List<Difference> differences = differences(database);
        found = differences.size();
        differences.forEach(
                off ->
                        LOG.log(
                                Level.ERROR,
                                "event=balance-differs account={0} scope={1} balance={2}"
                                        + " posted={3}",
                                off.accountId(),
                                off.scope(),
                                off.balance(),
                                off.posted()));
        return PAUSE;
    }

    /** Those that differ; none when all is well. */
    static List<Difference> differences(WorkDatabase database) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(DIFFERENCES)
                                .bind("most", MOST)
                                .map(
                                        (row, context) ->
                                                new Difference(
                                                        row.getObject("account_id", UUID.class),
                                                        row.getObject("scope", UUID.class),
                                                        row.getBigDecimal("balance"),
                                                        row.getBigDecimal("posted")))
                                .list());
    }
}
