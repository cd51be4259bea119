package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.gateway.it.Await;
import org.bluejay.gateway.it.Gateway;

/** Orders that are settled in a shop, with and without another shop that takes calls and hangs. */
final class ShopBench {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double DEMAND = 0.9;
    private static final int WARM_UP = 4;

    private static final String PAID_INVOICES =
            """
            insert into invoice (id, link, merchant_id, shop_id, environment, order_id, currency, decimals, total,
                                 paid, status, created_at, expires_at)
            select gen_random_uuid(), replace(cast(gen_random_uuid() as text), '-', ''), s.merchant_id, s.id,
                s.environment, ? || n, 'USD', 2, 49, 49, 'paid', now(), now() + interval '30 minutes'
            from shop s cross join generate_series(1, ?) n where s.id = ?\
            """;

    private static final String DUE =
            """
            insert into shop_order (connection_id, order_id, state, heard_by, due_at)
            select ?, ? || n, 'due', 'event', now() from generate_series(1, ?) n\
            """;

    private final Gateway gateway;
    private final Results results;
    private final Effort effort;
    private int batches;

    ShopBench(Gateway gateway, Results results, Effort effort) {
        this.gateway = gateway;
        this.results = results;
        this.effort = effort;
    }

    /** A shop of the gateway, and its connection to where its orders are. */
    private record Connected(UUID shop, UUID connection) {}

    void run() throws SQLException {
        try (QuickShop quick = new QuickShop();
                Connection database = gateway.database().connect()) {
            Connected shop = connect(quick.adminApi());
            for (int i = 0; i < WARM_UP; i++) {
                settle(database, shop, quick);
            }
            Ratios ratios = new Ratios();
            double alone = 0;
            double beside = 0;
            for (int round = 0; round < effort.rounds(); round++) {
                double aloneNow = settle(database, shop, quick);
                double besideNow = settleBesideOneThatHangs(database, shop, quick);
                ratios.add(besideNow / aloneNow);
                alone += aloneNow / effort.rounds();
                beside += besideNow / effort.rounds();
            }
            results.demand(
                    text(
                            "orders settled in a shop beside one that hangs and has %,d due, to"
                                    + " none",
                            effort.orders()),
                    "≥ 0.90",
                    ratios.toString(),
                    ratios.median() >= DEMAND);
            results.note(
                    "… orders a second (alone), one connection",
                    text("%.0f (%.0f)", beside, alone));
        }
    }

    private Connected connect(String adminApi) {
        Site site = Site.of(gateway);
        String connection =
                site.shop()
                        .api()
                        .post(
                                "/connections/",
                                Map.of(
                                        "shopId",
                                        site.shop().id(),
                                        "platform",
                                        "vendure",
                                        "name",
                                        "Bench",
                                        "settings",
                                        Map.of("adminApi", adminApi, "apiKey", "key-of-the-bench")))
                        .expect(201)
                        .text("id");
        return new Connected(UUID.fromString(site.shop().id()), UUID.fromString(connection));
    }

    private double settleBesideOneThatHangs(Connection database, Connected shop, QuickShop quick)
            throws SQLException {
        AtomicInteger calls = new AtomicInteger();
        try (Sink mute = new Sink()) {
            mute.tell((request, at) -> calls.incrementAndGet());
            Connected hanging = connect(mute.url("/hang/admin-api"));
            makeDue(database, hanging);
            // As many as the gateway makes it at a time, so that the round begins when all hang.
            Await.until("calls to hang", () -> calls.get() >= 2);
            double perSecond = settle(database, shop, quick);
            Site.change(
                    database,
                    "update connection set revoked_at = now() where id = ?",
                    hanging.connection());
            Site.change(
                    database,
                    "delete from shop_order where connection_id = ?",
                    hanging.connection());
            return perSecond;
        }
    }

    /** Has a batch of orders settled; orders a second. */
    private double settle(Connection database, Connected shop, QuickShop quick)
            throws SQLException {
        quick.beginAnew();
        makeDue(database, shop);
        Await.value(
                "orders to be settled",
                PATIENCE,
                () ->
                        Site.number(
                                database,
                                "select count(*) from shop_order where connection_id = ? and state"
                                        + " <> 'settled'",
                                shop.connection()),
                Long.valueOf(0)::equals);
        return quick.paymentsPerSecond();
    }

    private void makeDue(Connection database, Connected shop) throws SQLException {
        String batch = ++batches + "-";
        Site.change(database, PAID_INVOICES, batch, effort.orders(), shop.shop());
        Site.change(database, DUE, shop.connection(), batch, effort.orders());
    }
}
