package org.bluejay.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bluejay.gateway.ledger.Entries.ETH;
import static org.bluejay.gateway.ledger.Entries.books;
import static org.bluejay.gateway.ledger.Entries.entry;
import static org.bluejay.gateway.ledger.Entries.eth;
import static org.bluejay.gateway.ledger.Entries.kes;
import static org.bluejay.gateway.ledger.Entries.paid;
import static org.bluejay.gateway.ledger.Entries.reverse;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.TestGateway;
import org.bluejay.gateway.shared.WorkDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the ledger promises, on a real database. */
class LedgerTest {

    static TestGateway gateway;
    static Ledger ledger;
    static LedgerReader reader;

    private static final LedgerReader.Filter ANY =
            new LedgerReader.Filter(Optional.empty(), Optional.empty(), Optional.empty());

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.LIVE);
    final Caller caller = caller(merchant, Optional.empty(), Environment.LIVE);

    @BeforeAll
    static void open() {
        gateway = TestGateway.open();
        ledger = gateway.get(Ledger.class);
        reader = gateway.get(LedgerReader.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void what_leaves_one_account_arrives_in_others() {
        post(paid(shop, "100.00"));
        post(
                entry(
                        books(shop),
                        kes(Bucket.EXTERNAL, "-50"),
                        kes(Bucket.CREDITED, "50.25"),
                        kes(Bucket.ROUNDING, "-0.25")));

        assertThat(balances(caller))
                .containsExactly(
                        "KES credited 150.25", "KES external -150.00", "KES rounding -0.25");
    }

    @Test
    void one_cause_is_posted_once_however_often_it_is_told() {
        JournalEntry entry = paid(shop, "100.00");
        JournalEntry again = entry(entry.books(), entry.cause(), entry.postings());

        assertThat(post(entry)).containsExactly(entry);
        assertThat(post(again)).isEmpty();
        assertThat(post(reverse(entry))).hasSize(1);
        assertThat(post(reverse(entry))).isEmpty();

        assertThat(balances(caller)).containsExactly("KES credited 0.00", "KES external 0.00");
    }

    @Test
    void what_is_undone_was_never_posted() {
        assertThatThrownBy(
                        () ->
                                gateway.inTransaction(
                                        () -> {
                                            ledger.post(List.of(paid(shop, "100.00")));
                                            throw new IllegalStateException("on purpose");
                                        }))
                .hasMessage("on purpose");
        assertThat(balances(caller)).isEmpty();
        assertThat(entries(caller, ANY)).isEmpty();
    }

    @Test
    void nothing_is_posted_outside_a_transaction() {
        assertThatThrownBy(() -> ledger.post(List.of(paid(shop, "1.00"))))
                .isInstanceOf(RuntimeException.class);
        assertThat(balances(caller)).isEmpty();
        assertThat(entries(caller, ANY)).isEmpty();
    }

    @Test
    void an_entry_that_does_not_sum_to_nothing_in_each_asset_cannot_be_made() {
        assertThatThrownBy(
                        () ->
                                entry(
                                        books(shop),
                                        kes(Bucket.EXTERNAL, "-1"),
                                        eth(Bucket.CREDITED, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are off by");
        assertThatThrownBy(() -> entry(books(shop), kes(Bucket.EXTERNAL, "-1")))
                .hasMessageContaining("1 postings");
        assertThatThrownBy(() -> kes(Bucket.EXTERNAL, "0.00")).hasMessageContaining("of nothing");
        assertThatThrownBy(
                        () ->
                                entry(
                                        books(shop),
                                        kes(Bucket.EXTERNAL, "-1"),
                                        kes(Bucket.CREDITED, "2"),
                                        kes(Bucket.EXTERNAL, "-1")))
                .hasMessageContaining("two postings");
    }

    @Test
    void eighteen_decimals_and_a_national_debt_fit() {
        String wei = "0.000000000000000001";
        String debt = "36000000000000.50";
        post(
                entry(books(shop), eth(Bucket.EXTERNAL, "-" + wei), eth(Bucket.CREDITED, wei)),
                entry(books(shop), kes(Bucket.EXTERNAL, "-" + debt), kes(Bucket.CREDITED, debt)));

        assertThat(balances(caller))
                .containsExactly(
                        "KES credited " + debt,
                        "KES external -" + debt,
                        "eth credited " + wei,
                        "eth external -" + wei);
        assertThatThrownBy(
                        () ->
                                new Posting(
                                        Bucket.CREDITED,
                                        ETH,
                                        new BigDecimal("0.0000000000000000001")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void the_merchants_own_money_is_never_available() {
        assertThatThrownBy(
                        () ->
                                post(
                                        entry(
                                                books(shop),
                                                kes(Bucket.EXTERNAL, "-1"),
                                                kes(Bucket.AVAILABLE, "1"))))
                .hasStackTraceContaining("account_check");
        assertThatThrownBy(
                        () ->
                                post(
                                        entry(
                                                books(shop, Environment.LIVE, Custody.OPERATOR),
                                                kes(Bucket.EXTERNAL, "-1"),
                                                kes(Bucket.AVAILABLE, "1"))))
                .hasStackTraceContaining("account_check");
        assertThat(balances(caller)).isEmpty();
    }

    @Test
    void custody_and_environment_are_kept_apart() {
        Shop sandbox = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        post(
                paid(shop, "1.00"),
                paid(sandbox, "2.00"),
                entry(
                        books(shop, Environment.LIVE, Custody.OPERATOR),
                        kes(Bucket.HOLDING, "-4"),
                        kes(Bucket.AVAILABLE, "4")));

        assertThat(balances(caller))
                .containsExactly(
                        "KES credited 1.00",
                        "KES external -1.00",
                        "KES available 4.00",
                        "KES holding -4.00");
        assertThat(balances(caller(merchant, Optional.empty(), Environment.SANDBOX)))
                .containsExactly("KES credited 2.00", "KES external -2.00");
    }

    @Test
    void nobody_sees_what_belongs_to_others() {
        Shop second = TestShops.shop(gateway, merchant, Environment.LIVE);
        post(paid(shop, "1.00"), paid(second, "2.00"));
        Caller first = caller(merchant, Optional.of(shop.id()), Environment.LIVE);
        Caller stranger = caller(TestShops.merchant(gateway), Optional.empty(), Environment.LIVE);

        assertThat(balances(caller)).containsExactly("KES credited 3.00", "KES external -3.00");
        assertThat(entries(caller, ANY)).hasSize(2);
        assertThat(balances(first)).containsExactly("KES credited 1.00", "KES external -1.00");
        assertThat(entries(first, ANY))
                .extracting(JournalEntryView::shopId)
                .containsExactly(Optional.of(shop.id()));
        assertThat(balances(stranger)).isEmpty();
        assertThat(entries(stranger, ANY)).isEmpty();
        assertThat(balances(Callers.of(merchant))).isEmpty();
        assertThat(entries(Callers.of(merchant), ANY)).isEmpty();
    }

    @Test
    void what_concerns_no_shop_is_the_merchants_alone() {
        Books whole = new Books(merchant, Optional.empty(), Environment.LIVE, Custody.OPERATOR);
        post(entry(whole, kes(Bucket.HOLDING, "-9"), kes(Bucket.AVAILABLE, "9")));

        assertThat(balances(caller)).containsExactly("KES available 9.00", "KES holding -9.00");
        assertThat(balances(caller(merchant, Optional.of(shop.id()), Environment.LIVE))).isEmpty();
    }

    @Test
    void lists_go_on_where_the_page_before_ended() {
        JournalEntry first = paid(shop, "1.00");
        JournalEntry second =
                entry(books(shop), eth(Bucket.EXTERNAL, "-2"), eth(Bucket.CREDITED, "2"));
        JournalEntry third = paid(shop, "3.00");
        post(first, second, third);

        Page<JournalEntryView> newest = reader.entries(caller, ANY, Optional.empty(), 2);
        Page<JournalEntryView> rest = reader.entries(caller, ANY, cursor(newest), 2);
        assertThat(newest.items())
                .extracting(JournalEntryView::id)
                .containsExactly(third.id(), second.id());
        assertThat(rest.items()).extracting(JournalEntryView::id).containsExactly(first.id());
        assertThat(rest.next()).isEmpty();

        Page<BalanceView> some = reader.balances(caller, Optional.empty(), 3);
        Page<BalanceView> others = reader.balances(caller, cursor(some), 3);
        assertThat(some.items())
                .extracting(BalanceView::asset)
                .containsExactly("KES", "KES", "eth");
        assertThat(others.items()).extracting(BalanceView::bucket).containsExactly("external");
        assertThat(others.next()).isEmpty();

        LedgerReader.Filter ether =
                new LedgerReader.Filter(Optional.empty(), Optional.empty(), Optional.of("eth"));
        assertThat(entries(caller, ether))
                .extracting(JournalEntryView::id)
                .containsExactly(second.id());
    }

    @Test
    void an_entry_is_shown_with_its_postings() {
        JournalEntry entry =
                entry(
                        books(shop),
                        kes(Bucket.EXTERNAL, "-9.995"),
                        kes(Bucket.CREDITED, "10"),
                        kes(Bucket.ROUNDING, "-0.005"));
        post(entry);

        JournalEntryView shown = entries(caller, ANY).get(0);
        assertThat(shown.kind()).isEqualTo("payment-settled");
        assertThat(shown.postings())
                .extracting(posting -> posting.bucket() + " " + posting.amount())
                .containsExactly("external -9.995", "rounding -0.005", "credited 10.00");
    }

    @Test
    void a_balance_that_somebody_changed_by_hand_is_found() {
        post(paid(shop, "1.00"));
        WorkDatabase database = gateway.get(WorkDatabase.class);
        assertThat(BalanceCheck.differences(database)).isEmpty();

        move(database, "0.000000000000000001");
        assertThat(BalanceCheck.differences(database))
                .singleElement()
                .satisfies(
                        off -> {
                            assertThat(off.scope()).isEqualTo(shop.id());
                            assertThat(off.posted()).isEqualByComparingTo("1");
                            assertThat(off.balance()).isGreaterThan(off.posted());
                        });
        move(database, "-0.000000000000000001");
        assertThat(BalanceCheck.differences(database)).isEmpty();
    }

    private void move(WorkDatabase database, String by) {
        database.useTransaction(
                handle ->
                        handle.execute(
                                "update balance set amount = amount + cast(? as numeric) where"
                                        + " scope = ? and amount > 0",
                                by,
                                shop.id()));
    }

    private static Optional<UUID> cursor(Page<?> page) {
        return page.next().flatMap(Ids::parse);
    }

    private static List<JournalEntry> post(JournalEntry... entries) {
        return gateway.inTransaction(() -> ledger.post(List.of(entries)));
    }

    private static List<JournalEntryView> entries(Caller of, LedgerReader.Filter filter) {
        return reader.entries(of, filter, Optional.empty(), 100).items();
    }

    private static List<String> balances(Caller of) {
        return reader.balances(of, Optional.empty(), 100).items().stream()
                .map(balance -> balance.asset() + " " + balance.bucket() + " " + balance.amount())
                .toList();
    }

    private static Caller caller(UUID merchant, Optional<UUID> shop, Environment environment) {
        return Callers.of(merchant, shop, environment, Set.of("ledger:read", "balances:read"));
    }
}
