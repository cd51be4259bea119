package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bluejay.connector.tck.Needs;
import org.bluejay.gateway.it.Shop;
import org.bluejay.shop.vendure.Sale.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Kills the gateway at each step of the thread in turn, while shoppers order and pay in Litecoin in
 * one Vendure with the plugin and in another that is connected: in the end every order is settled,
 * and none twice. {@code -Dbluejay.thread.kills=200} makes hours of it.
 */
@Needs({"node", "npm", "g++", "make", "python3", "litecoind"})
class VendureKillsIT {

    private static final int KILLS = Integer.getInteger("bluejay.thread.kills", 2);
    private static final int SALES_A_KILL = 4;
    private static final long SEED = Long.getLong("bluejay.thread.seed", 20_261_121L);

    /** At which the gateway is killed: all but the last, where there is nothing left to do. */
    private static final List<Step> STEPS =
            List.of(
                    Step.PAID,
                    Step.SENT,
                    Step.ASKED_TO_PAY,
                    Step.SEEN,
                    Step.INVOICED,
                    Step.ORDERED);

    /** How long the next order is waited for to reach the step. */
    private static final Duration STEP_PATIENCE = Duration.ofSeconds(45);

    /** From a step to a kill: what it takes to do the next one. */
    private static final Duration NEXT_STEP = Duration.ofMillis(1_200);

    private static final Duration BLOCK = Duration.ofMillis(1_500);
    private static final Duration LOOK = Duration.ofMillis(50);

    private static Market market;
    private static Shop pluginShop;
    private static VendureProcess plugin;
    private static Staff pluginStaff;
    private static ConnectedVendure connected;

    private final Random random = new Random(SEED);
    private final ConcurrentLinkedQueue<Sale> sales = new ConcurrentLinkedQueue<>();
    private final Map<Step, Integer> killedAt = new EnumMap<>(Step.class);

    /** Until money that was seen has met a kill, no block makes it sure. */
    private volatile boolean blocksHeld;

    @BeforeAll
    static void open() {
        market = Market.open("vendure-kills");
        pluginShop = market.newShop();
        plugin = market.vendureOf(pluginShop, "kills-plugin-shop");
        pluginStaff = Staff.of(plugin);
        connected = ConnectedVendure.start("kills-connected-shop", market.newShop());
    }

    @AfterAll
    static void close() {
        if (connected != null) {
            connected.close();
        }
        if (plugin != null) {
            plugin.close();
        }
        if (market != null) {
            market.close();
        }
    }

    @Test
    void orders_that_are_paid_while_the_gateway_dies_are_settled_once_each() throws Exception {
        ExecutorService shoppers = Executors.newCachedThreadPool();
        ScheduledExecutorService miner = Executors.newSingleThreadScheduledExecutor();
        Future<?> mining =
                miner.scheduleWithFixedDelay(
                        this::mine, 0, BLOCK.toMillis(), TimeUnit.MILLISECONDS);
        List<Future<?>> shopping = new ArrayList<>();
        try (Connection database = market.gateway().database().connect()) {
            for (int kill = 0; kill < KILLS; kill++) {
                Step wanted = STEPS.get(kill % STEPS.size());
                blocksHeld = wanted == Step.SEEN;
                for (int i = 0; i < SALES_A_KILL; i++) {
                    shopping.add(shoppers.submit(sale(i)));
                }
                killAt(wanted, kill + 1, database);
                blocksHeld = false;
            }
            for (Future<?> one : shopping) {
                one.get(Sale.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            long paid = System.nanoTime();
            sales.forEach(Sale::awaitSettled);
            assertThat(mining).as("blocks are mined to the end").isNotDone();
            report(Duration.ofNanos(System.nanoTime() - paid));
            assertThat(sales).hasSize(KILLS * SALES_A_KILL).allSatisfy(Sale::assertRight);
            assertThat(accountsThatDoNotBalance(database)).isEmpty();
        } finally {
            shoppers.shutdownNow();
            miner.shutdownNow();
        }
    }

    private Runnable sale(int number) {
        Duration start = Duration.ofMillis(random.nextInt(1 + 400 * number));
        return () -> {
            LockSupport.parkNanos(start.toNanos());
            if (number % 2 == 0) {
                Sale sale = begin(Sale.at(pluginShop, plugin, pluginStaff));
                sale.invoicedByPlugin();
                sale.pay(market.litecoin());
            } else {
                Sale sale =
                        begin(Sale.at(connected.shop(), connected.process(), connected.staff()));
                sale.invoicedBy(connected);
                sale.pay(market.litecoin());
            }
        };
    }

    private void mine() {
        if (!blocksHeld && sales.stream().anyMatch(Sale::isSent)) {
            market.litecoin().confirm();
        }
    }

    private Sale begin(Sale sale) {
        sales.add(sale);
        return sale;
    }

    private void killAt(Step wanted, int number, Connection database) throws SQLException {
        long end = System.nanoTime() + STEP_PATIENCE.toNanos();
        while (!stepsNow(database).containsKey(wanted) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        LockSupport.parkNanos(random.nextLong(NEXT_STEP.toNanos()));
        market.gateway().kill();
        Map<Step, Integer> hit = stepsNow(database);
        hit.forEach((step, orders) -> killedAt.merge(step, orders, Integer::sum));
        System.out.printf(Locale.ROOT, "kill %d, wanted at %s: %s%n", number, wanted, hit);
        market.gateway().start();
    }

    /** How many orders are at each step, but for those that are settled. */
    private Map<Step, Integer> stepsNow(Connection database) throws SQLException {
        Map<Step, Integer> found = new EnumMap<>(Step.class);
        for (Sale sale : sales) {
            Step step = sale.step(database);
            if (step != Step.SETTLED) {
                found.merge(step, 1, Integer::sum);
            }
        }
        return found;
    }

    private void report(Duration drained) {
        System.out.printf(
                Locale.ROOT,
                "%d orders settled once each after %d kills (orders under way then: %s), the last"
                        + " %.1f s after the last payment%n",
                sales.size(),
                KILLS,
                killedAt,
                drained.toMillis() / 1e3);
    }

    private static List<String> accountsThatDoNotBalance(Connection database) throws SQLException {
        String sql =
                """
                select a.asset from posting p join account a on a.id = p.account_id
                group by a.asset having sum(p.amount) <> 0\
                """;
        List<String> found = new ArrayList<>();
        try (Statement query = database.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }
}
