package org.bluejay.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.TestDatabase;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database refuses to keep, whoever writes to it and with whatever code. */
class LedgerGuardTest {

    private final WorkDatabase database = new WorkDatabase(Platform.jdbi(TestDatabase.fresh()));
    private final UUID merchant = Ids.next();
    private final UUID other = Ids.next();
    private UUID external;
    private UUID credited;
    private UUID theirs;

    @BeforeEach
    void accounts() {
        database.useTransaction(
                handle -> {
                    handle.execute("insert into merchant values (?, 'A', now())", merchant);
                    handle.execute("insert into merchant values (?, 'B', now())", other);
                    external = account(handle, merchant, "external");
                    credited = account(handle, merchant, "credited");
                    theirs = account(handle, other, "credited");
                });
    }

    @Test
    void takes_an_entry_that_sums_to_nothing() {
        UUID entry = whole();
        assertThat(count("select count(*) from posting where entry_id = ?", entry)).isEqualTo(2);
    }

    @Test
    void keeps_entries_in_the_partition_of_their_month() {
        whole();
        assertThat(
                        count(
                                "select count(*) from posting where tableoid::regclass::text ="
                                        + " 'posting_' || to_char(now() at time zone 'UTC',"
                                        + " 'YYYY_MM')"))
                .isEqualTo(2);
        assertThat(
                        count(
                                "select count(*) from pg_inherits where inhparent in"
                                        + " ('journal_entry'::regclass, 'posting'::regclass)"))
                .isEqualTo(8);
    }

    @Test
    void refuses_an_entry_that_is_off() {
        assertRefused("is not whole", () -> write(entry(), external, "-1", credited, "1.01"));
    }

    @Test
    void refuses_an_entry_without_postings() {
        UUID entry = entry();
        assertRefused(
                "is not whole", () -> database.useTransaction(handle -> enter(handle, entry)));
    }

    @Test
    void refuses_an_entry_between_merchants() {
        assertRefused("is not whole", () -> write(entry(), external, "-1", theirs, "1"));
    }

    @Test
    void refuses_an_entry_that_claims_no_cause() {
        UUID entry = entry();
        assertRefused(
                "is not that of its cause",
                () ->
                        database.useTransaction(
                                handle -> {
                                    insert(handle, entry);
                                    post(handle, entry, external, "-1");
                                    post(handle, entry, credited, "1");
                                }));
    }

    @Test
    void refuses_a_cause_without_its_entry() {
        UUID entry = entry();
        assertRefused(
                "journal_cause",
                () -> database.useTransaction(handle -> claim(handle, entry, entry)));
    }

    @Test
    void refuses_one_cause_twice() {
        UUID entry = whole();
        assertRefused(
                "journal_cause_pkey",
                () -> database.useTransaction(handle -> claim(handle, entry, entry())));
    }

    @Test
    void refuses_a_posting_that_comes_afterwards() {
        UUID entry = whole();
        assertRefused(
                "is not whole",
                () -> database.useTransaction(handle -> post(handle, entry, theirs, "1")));
    }

    @Test
    void refuses_a_posting_of_nothing() {
        assertRefused("posting_amount_check", () -> write(entry(), external, "0", credited, "0"));
    }

    @Test
    void refuses_to_change_or_forget_what_was_posted() {
        whole();
        for (String change :
                List.of(
                        "update posting set amount = amount * 2",
                        "delete from posting",
                        "truncate posting",
                        "update journal_entry set at = now()",
                        "delete from journal_entry",
                        "truncate journal_entry cascade",
                        "update journal_cause set number = 2",
                        "delete from journal_cause",
                        "update account set bucket = 'suspense'",
                        "delete from account",
                        "truncate balance")) {
            assertRefused(
                    "append-only", () -> database.useTransaction(handle -> handle.execute(change)));
        }
        assertThat(count("select count(*) from posting")).isEqualTo(2);
    }

    private UUID whole() {
        UUID entry = entry();
        write(entry, external, "-1", credited, "1");
        return entry;
    }

    private void write(UUID entry, UUID from, String out, UUID to, String in) {
        database.useTransaction(
                handle -> {
                    enter(handle, entry);
                    post(handle, entry, from, out);
                    post(handle, entry, to, in);
                });
    }

    private void enter(Handle handle, UUID entry) {
        claim(handle, entry, entry);
        insert(handle, entry);
    }

    private static void claim(Handle handle, UUID cause, UUID entry) {
        handle.execute(
                "insert into journal_cause values (?, 'payment-settled', 1, ?)", cause, entry);
    }

    private void insert(Handle handle, UUID entry) {
        handle.execute(
                """
                insert into journal_entry (id, merchant_id, environment, custody, kind, cause_id, number, at)
                values (?, ?, 'live', 'merchant', 'payment-settled', ?, 1, now())
                """,
                entry,
                merchant,
                entry);
    }

    private static void post(Handle handle, UUID entry, UUID account, String amount) {
        handle.execute(
                "insert into posting values (?, ?, cast(? as numeric))", entry, account, amount);
    }

    private static UUID account(Handle handle, UUID ofMerchant, String bucket) {
        UUID id = Ids.next();
        handle.execute(
                "insert into account values (?, ?, 'live', 'merchant', 'KES', 2, ?)",
                id,
                ofMerchant,
                bucket);
        return id;
    }

    private static UUID entry() {
        return Ids.next();
    }

    private int count(String sql, Object... arguments) {
        return database.inTransaction(
                handle -> handle.select(sql, arguments).mapTo(Integer.class).one());
    }

    private static void assertRefused(String why, ThrowingCallable write) {
        assertThatThrownBy(write).hasStackTraceContaining(why);
    }
}
