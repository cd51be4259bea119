package org.bluejay.gateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Page;

/** Balances and entries for the merchant whose they are; a key of one shop sees that shop's. */
@ApplicationScoped
public class LedgerReader {

    /** Of a shop or of all together; an account without anything of the shop's is not its. */
    private static final String BALANCES =
            """
            select a.id, a.environment, a.custody, a.asset, a.decimals, a.bucket, b.amount
            from account a cross join lateral (
                select sum(amount) as amount from balance
                where account_id = a.id and (cast(:shop as uuid) is null or scope = :shop)
            ) b
            where a.merchant_id = :merchant and a.environment = :environment and b.amount is not null
                and (cast(:cursor as uuid) is null
                    or (a.asset, a.decimals, a.custody, a.bucket) > (
                        select c.asset, c.decimals, c.custody, c.bucket from account c
                        where c.id = :cursor and c.merchant_id = :merchant and c.environment = :environment))
            order by a.asset, a.decimals, a.custody, a.bucket limit :limit\
            """;

    @Inject Database database;

    /**
     * What to look for; what is empty does not matter.
     *
     * @param asset with at least one posting in it
     */
    public record Filter(
            Optional<UUID> invoiceId, Optional<UUID> paymentId, Optional<String> asset) {}

    /** What one account holds; the id is for the cursor only. */
    private record Row(UUID id, BalanceView balance) {}

    /**
     * Every balance that money ever moved in, by asset, custody and bucket.
     *
     * @param after where the page before ended; one that no page gave begins nowhere
     */
    public Page<BalanceView> balances(Caller caller, Optional<UUID> after, int limit) {
        List<Row> rows =
                database.with(
                        handle ->
                                handle.createQuery(BALANCES)
                                        .bind("merchant", caller.merchantId())
                                        .bind(
                                                "environment",
                                                EnvironmentConverter.text(caller.environment()))
                                        .bind("shop", caller.shop().orElse(null))
                                        .bind("cursor", after.orElse(null))
                                        .bind("limit", limit + 1)
                                        .map((row, context) -> read(row))
                                        .list());
        return Page.of(rows, limit, row -> row.id.toString()).map(Row::balance);
    }

    /** Entries, newest first. */
    public Page<JournalEntryView> entries(
            Caller caller, Filter filter, Optional<UUID> before, int limit) {
        List<JournalEntry> entries =
                database.with(handle -> EntryQuery.page(handle, caller, filter, before, limit));
        return Page.of(entries, limit, entry -> entry.id().toString()).map(JournalEntryView::of);
    }

    private static Row read(ResultSet row) throws SQLException {
        CurrencyUnit asset = EntryQuery.unit(row);
        return new Row(
                row.getObject("id", UUID.class),
                new BalanceView(
                        row.getString("environment"),
                        row.getString("custody"),
                        asset.code(),
                        row.getString("bucket"),
                        JournalEntryView.plain(row.getBigDecimal("amount"), asset)));
    }
}
