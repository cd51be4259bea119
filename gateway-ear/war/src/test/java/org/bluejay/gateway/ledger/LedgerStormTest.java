package org.bluejay.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.TestGateway;
import org.bluejay.gateway.shared.WorkDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many writers at once: whatever they do, the ledger is exact afterwards. {@code
 * -Dbluejay.ledger.operations=1000000} makes it the long form.
 */
class LedgerStormTest {

    private static final int OPERATIONS = Integer.getInteger("bluejay.ledger.operations", 20_000);
    private static final int WRITERS = 8;
    private static final int OPPONENTS = 16;
    private static final int MOST_AT_ONCE = 100;

    /** Long enough for the long form; a deadlock is ended by the database after a second. */
    private static final long PATIENCE_MINUTES = 60;

    private static final List<CurrencyUnit> ASSETS =
            List.of(
                    CurrencyUnit.iso("KES"),
                    CurrencyUnit.iso("JPY"),
                    new CurrencyUnit("btc", 8),
                    new CurrencyUnit("eth", 18));

    static TestGateway gateway;
    static Ledger ledger;

    @BeforeEach
    void open() {
        gateway = TestGateway.open();
        ledger = gateway.get(Ledger.class);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Balances by who, where and what, as somebody reckons them who never asks the database. */
    private static final class Tally {

        private final Map<String, BigDecimal> sums = new TreeMap<>();

        void add(JournalEntry entry) {
            for (Posting posting : entry.postings()) {
                Books books = entry.books();
                add(
                        String.join(
                                " ",
                                books.merchantId().toString(),
                                books.shopId().orElse(books.merchantId()).toString(),
                                EntryQuery.text(books.custody()),
                                posting.asset().code(),
                                EntryQuery.text(posting.bucket())),
                        posting.amount());
            }
        }

        void add(String account, BigDecimal amount) {
            sums.merge(account, amount, BigDecimal::add);
        }

        void addAll(Tally other) {
            other.sums.forEach(this::add);
        }
    }

    @Test
    void random_operations_of_many_writers_leave_it_exact() throws Exception {
        List<Shop> shops = shops(3, 2);
        Map<Integer, JournalEntry> told = new ConcurrentHashMap<>();
        List<Callable<Tally>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(i);
            writers.add(() -> write(random, shops, told));
        }
        Tally expected = new Tally();
        run(writers).forEach(expected::addAll);

        assertThat(balances().sums).isEqualTo(expected.sums);
        assertThat(BalanceCheck.differences(gateway.get(WorkDatabase.class))).isEmpty();
        assertThat(
                        gateway.column(
                                UUID.class,
                                """
                                select p.entry_id from posting p join account a on a.id = p.account_id
                                group by p.entry_id, a.asset, a.decimals having sum(p.amount) <> 0
                                """))
                .isEmpty();
        assertThat(
                        gateway.column(
                                Long.class,
                                "select count(*) - (select count(*) from journal_cause) from"
                                        + " journal_entry"))
                .containsExactly(0L);
    }

    /** Some operations are new, some repeat or take back what anybody told before. */
    private static Tally write(Random random, List<Shop> shops, Map<Integer, JournalEntry> told) {
        Tally mine = new Tally();
        int left = OPERATIONS / WRITERS;
        while (left > 0) {
            List<JournalEntry> batch = new ArrayList<>();
            int size = Math.min(left, 1 + random.nextInt(MOST_AT_ONCE));
            for (int i = 0; i < size; i++) {
                batch.add(operation(random, shops, told));
            }
            left -= size;
            if (random.nextInt(10) == 0) {
                undone(batch);
            } else {
                gateway.inTransaction(() -> ledger.post(distinct(batch))).forEach(mine::add);
            }
        }
        return mine;
    }

    private static void undone(List<JournalEntry> batch) {
        assertThatThrownBy(
                        () ->
                                gateway.inTransaction(
                                        () -> {
                                            ledger.post(distinct(batch));
                                            throw new OnPurpose();
                                        }))
                .isInstanceOf(OnPurpose.class);
    }

    private static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A transaction that tells one thing twice has it posted once, too; ids have to differ. */
    private static List<JournalEntry> distinct(List<JournalEntry> batch) {
        return batch.stream()
                .map(entry -> Entries.entry(entry.books(), entry.cause(), entry.postings()))
                .toList();
    }

    private static JournalEntry operation(
            Random random, List<Shop> shops, Map<Integer, JournalEntry> told) {
        int slot = random.nextInt(1_000);
        JournalEntry known = told.get(slot);
        if (known != null && random.nextInt(4) == 0) {
            return random.nextBoolean() ? known : Entries.reverse(known);
        }
        JournalEntry fresh = fresh(random, shops.get(random.nextInt(shops.size())));
        told.put(slot, fresh);
        return fresh;
    }

    private static JournalEntry fresh(Random random, Shop shop) {
        Custody custody = random.nextBoolean() ? Custody.MERCHANT : Custody.OPERATOR;
        List<Bucket> buckets =
                new ArrayList<>(
                        custody == Custody.MERCHANT
                                ? List.of(Bucket.EXTERNAL, Bucket.CREDITED, Bucket.SUSPENSE)
                                : List.of(Bucket.HOLDING, Bucket.AVAILABLE, Bucket.SUSPENSE));
        buckets.add(Bucket.ROUNDING);
        Collections.shuffle(buckets, random);
        List<Posting> postings = new ArrayList<>();
        List<CurrencyUnit> units = new ArrayList<>(ASSETS);
        Collections.shuffle(units, random);
        for (CurrencyUnit unit : units.subList(0, 1 + random.nextInt(2))) {
            addSpread(random, buckets, unit, postings);
        }
        Optional<UUID> of = random.nextInt(5) == 0 ? Optional.empty() : Optional.of(shop.id());
        Books books = new Books(shop.merchantId(), of, Environment.LIVE, custody);
        return Entries.entry(books, Entries.cause(), postings);
    }

    /** From the first bucket to two or three others. */
    private static void addSpread(
            Random random, List<Bucket> buckets, CurrencyUnit unit, List<Posting> postings) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Bucket bucket : buckets.subList(1, 3 + random.nextInt(2))) {
            BigDecimal amount =
                    BigDecimal.valueOf(1 + random.nextInt(1_000_000_000), unit.decimals());
            postings.add(new Posting(bucket, unit, amount));
            sum = sum.add(amount);
        }
        postings.add(new Posting(buckets.get(0), unit, sum.negate()));
    }

    @Test
    void writers_over_the_same_accounts_in_opposite_orders_do_not_deadlock() throws Exception {
        List<Shop> shops = shops(2, 2);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < OPPONENTS; i++) {
            List<Shop> order = new ArrayList<>(shops);
            List<Bucket> buckets =
                    new ArrayList<>(
                            List.of(
                                    Bucket.EXTERNAL,
                                    Bucket.CREDITED,
                                    Bucket.SUSPENSE,
                                    Bucket.ROUNDING));
            if (i % 2 == 1) {
                Collections.reverse(order);
                Collections.reverse(buckets);
            }
            writers.add(() -> opposed(order, buckets));
        }
        assertThat(run(writers)).containsOnly(40);
        assertThat(BalanceCheck.differences(gateway.get(WorkDatabase.class))).isEmpty();
    }

    /** One transaction touches every account of every shop, in this order. */
    private static int opposed(List<Shop> shops, List<Bucket> buckets) {
        int done = 0;
        for (int i = 0; i < 40; i++) {
            List<JournalEntry> entries = new ArrayList<>();
            for (Shop shop : shops) {
                List<Posting> postings = new ArrayList<>();
                for (int place = 0; place < buckets.size(); place++) {
                    postings.add(
                            Entries.kes(buckets.get(place), place % 2 == 0 ? "1.00" : "-1.00"));
                }
                entries.add(Entries.entry(Entries.books(shop), Entries.cause(), postings));
            }
            gateway.inTransaction(() -> ledger.post(entries));
            done++;
        }
        return done;
    }

    private static List<Shop> shops(int merchants, int each) {
        List<Shop> shops = new ArrayList<>();
        for (int i = 0; i < merchants; i++) {
            UUID merchant = TestShops.merchant(gateway);
            for (int n = 0; n < each; n++) {
                shops.add(TestShops.shop(gateway, merchant, Environment.LIVE));
            }
        }
        return shops;
    }

    private static Tally balances() {
        Tally tally = new Tally();
        for (String row :
                gateway.column(
                        String.class,
                        """
                        select concat_ws(' ', a.merchant_id, b.scope, a.custody, a.asset, a.bucket, b.amount)
                        from balance b join account a on a.id = b.account_id
                        """)) {
            int last = row.lastIndexOf(' ');
            tally.add(row.substring(0, last), new BigDecimal(row.substring(last + 1)));
        }
        return tally;
    }

    private static <T> List<T> run(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Future<T>> futures = work.stream().map(threads::submit).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(PATIENCE_MINUTES, TimeUnit.MINUTES));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
