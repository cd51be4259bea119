package org.bluejay.gateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Where changes of money are posted, always in the transaction of their cause.
 *
 * <p>Its promise: what was posted once is not posted again, and each balance is at every commit the
 * sum of its postings, however many write at once.
 */
@ApplicationScoped
public class Ledger {

    private static final String CLAIM =
            """
            insert into journal_cause (cause_id, kind, number, entry_id) values (:causeId, :kind, :number, :id)
            on conflict do nothing\
            """;

    private static final String OPEN =
            """
            insert into account (id, merchant_id, environment, custody, asset, decimals, bucket)
            values (:id, :merchantId, :environment, :custody, :asset, :decimals, :bucket)
            on conflict do nothing\
            """;

    private static final String ENTER =
            """
            insert into journal_entry (id, merchant_id, shop_id, environment, custody, kind, cause_id, number,
                                       invoice_id, payment_id, at)
            values (:id, :merchantId, :shopId, :environment, :custody, :kind, :causeId, :number,
                    :invoiceId, :paymentId, :at)\
            """;

    private static final String POST =
            """
            insert into posting (entry_id, account_id, amount)
            select :id, id, :amount from account
            where merchant_id = :merchantId and environment = :environment and asset = :asset
                and decimals = :decimals and custody = :custody and bucket = :bucket\
            """;

    /**
     * From what was posted, not from what should have been; in the order of the accounts, because
     * whoever posts to the same ones waits here until this transaction has ended.
     */
    private static final String ADD_UP =
            """
            insert into balance (account_id, scope, amount)
            select p.account_id, coalesce(e.shop_id, e.merchant_id), sum(p.amount)
            from posting p join journal_entry e on e.id = p.entry_id
            where p.entry_id = any(:entries) and e.id = any(:entries)
            group by 1, 2 order by 1, 2
            on conflict (account_id, scope) do update set amount = balance.amount + excluded.amount\
            """;

    @Inject Database database;

    /**
     * Posts all that a transaction changes, in one call, and as the last thing that it waits for:
     * the balances stay locked until it ends, so who locked an invoice afterwards could wait for
     * somebody who waits for the balances.
     *
     * @return those that had not been posted before
     */
    @Transactional(TxType.MANDATORY)
    public List<JournalEntry> post(Collection<JournalEntry> entries) {
        return entries.isEmpty() ? List.of() : database.with(handle -> post(handle, entries));
    }

    /**
     * What was posted of one payment so far, oldest first, but for its refunds. Who wants to post
     * more of it holds its lock.
     */
    @Transactional(TxType.MANDATORY)
    public List<JournalEntry> ofPayment(UUID merchantId, UUID paymentId) {
        return database.with(handle -> EntryQuery.ofPayment(handle, merchantId, paymentId));
    }

    private static List<JournalEntry> post(Handle handle, Collection<JournalEntry> entries) {
        List<JournalEntry> fresh = claim(handle, entries);
        if (fresh.isEmpty()) {
            return fresh;
        }
        open(handle, fresh);
        PreparedBatch batch = handle.prepareBatch(ENTER);
        for (JournalEntry entry : fresh) {
            bind(batch, entry.books());
            bind(batch, entry);
            batch.bind("shopId", entry.books().shopId().orElse(null))
                    .bind("invoiceId", entry.invoiceId().orElse(null))
                    .bind("paymentId", entry.paymentId().orElse(null))
                    .bind("at", entry.at())
                    .add();
        }
        batch.execute();
        addPostings(handle, fresh);
        handle.createUpdate(ADD_UP)
                .bindArray("entries", UUID.class, fresh.stream().map(JournalEntry::id).toList())
                .execute();
        return fresh;
    }

    private static List<JournalEntry> claim(Handle handle, Collection<JournalEntry> entries) {
        List<JournalEntry> inOrder =
                entries.stream()
                        .sorted(Comparator.comparing(JournalEntry::cause, Cause.ORDER))
                        .toList();
        PreparedBatch batch = handle.prepareBatch(CLAIM);
        for (JournalEntry entry : inOrder) {
            bind(batch, entry);
            batch.add();
        }
        int[] claimed = batch.execute();
        List<JournalEntry> fresh = new ArrayList<>();
        for (int i = 0; i < claimed.length; i++) {
            if (claimed[i] == 1) {
                fresh.add(inOrder.get(i));
            }
        }
        return fresh;
    }

    private static void open(Handle handle, List<JournalEntry> entries) {
        TreeSet<Account> accounts = new TreeSet<>(Account.ORDER);
        for (JournalEntry entry : entries) {
            entry.postings().forEach(posting -> accounts.add(Account.of(entry, posting)));
        }
        PreparedBatch batch = handle.prepareBatch(OPEN);
        for (Account account : accounts) {
            bind(batch, account);
            batch.bind("id", Ids.next()).add();
        }
        batch.execute();
    }

    private static void addPostings(Handle handle, List<JournalEntry> entries) {
        PreparedBatch batch = handle.prepareBatch(POST);
        for (JournalEntry entry : entries) {
            for (Posting posting : entry.postings()) {
                bind(batch, Account.of(entry, posting));
                batch.bind("id", entry.id()).bind("amount", posting.amount()).add();
            }
        }
        for (int posted : batch.execute()) {
            if (posted != 1) {
                throw new IllegalStateException("an account was not there to be posted to");
            }
        }
    }

    private static void bind(SqlStatement<?> statement, JournalEntry entry) {
        statement
                .bind("id", entry.id())
                .bind("kind", EntryQuery.text(entry.cause().kind()))
                .bind("causeId", entry.cause().id())
                .bind("number", entry.cause().number());
    }

    private static void bind(SqlStatement<?> statement, Account account) {
        bind(statement, account.books());
        statement
                .bind("asset", account.asset().code())
                .bind("decimals", account.asset().decimals())
                .bind("bucket", EntryQuery.text(account.bucket()));
    }

    private static void bind(SqlStatement<?> statement, Books books) {
        statement
                .bind("merchantId", books.merchantId())
                .bind("environment", EnvironmentConverter.text(books.environment()))
                .bind("custody", EntryQuery.text(books.custody()));
    }
}
