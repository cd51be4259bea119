package org.bluejay.gateway.shopsync;

import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.bluejay.connector.Environment;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.event.NumberedEvents;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.shared.TestDatabase;
import org.bluejay.gateway.shared.Wiring;
import org.bluejay.gateway.shared.WorkDatabase;

/** This room over a real database, a shop with its connection, and the shop it is connected to. */
final class SyncRig implements AutoCloseable {

    static final String PLATFORM = "cart";

    private static final int MOST_ROUNDS = 200;

    final FakeShop shop;
    final StoppedClock clock;
    final WorkDatabase work;
    final Connectors connectors;
    final OrderSync sync;
    final OrderPoller poller;
    final ShopWebhooks webhooks;
    final OrderFanout fanout;
    final Connections connections;
    final OrderQueue queue;
    final OrderNews news;
    final Connection connection;
    private final DataSource source;
    private long sequence;

    SyncRig(Path folder) {
        this(folder, new FakeShop(), new StoppedClock(), TestDatabase.fresh(), null);
    }

    /** Another node, over the same database and the same shop. */
    SyncRig beside(Path folder) {
        return new SyncRig(folder, shop, clock, source, connection);
    }

    private SyncRig(
            Path folder,
            FakeShop shop,
            StoppedClock clock,
            DataSource source,
            Connection connected) {
        this.shop = shop;
        this.clock = clock;
        this.source = source;
        work = new WorkDatabase(Platform.jdbi(source));
        connectors = new Connectors(folder, Thread::new, Duration.ofSeconds(30));
        connectors.scan();
        Wiring wiring =
                new Wiring()
                        .lend(WorkDatabase.class, work)
                        .lend(Connectors.class, connectors)
                        .lend(Secrets.class, new Secrets(new byte[32]))
                        .lend(Clock.class, clock)
                        .lend(Instance.class, knowing(Instance.class, "get", () -> shop))
                        .lend(
                                TransactionSynchronizationRegistry.class,
                                knowing(
                                        TransactionSynchronizationRegistry.class,
                                        "getTransactionStatus",
                                        () -> Status.STATUS_NO_TRANSACTION))
                        .set("bluejay.public-url", URI.create("https://pay.example.com/"));
        sync = wiring.get(OrderSync.class);
        poller = wiring.get(OrderPoller.class);
        webhooks = wiring.get(ShopWebhooks.class);
        fanout = wiring.get(OrderFanout.class);
        connections = wiring.get(Connections.class);
        queue = wiring.get(OrderQueue.class);
        news = wiring.get(OrderNews.class);
        connection = connected == null ? connect(owner()) : connected;
    }

    private Connection.Owner owner() {
        UUID merchant = Ids.next();
        UUID id = Ids.next();
        work.useTransaction(
                handle -> {
                    handle.execute("insert into merchant values (?, 'M', now())", merchant);
                    handle.execute(
                            """
                            insert into shop (id, merchant_id, environment, name, webhook_secret, created_at)
                            values (?, ?, 'live', 'S', '', now())\
                            """,
                            id,
                            merchant);
                });
        return new Connection.Owner(merchant, id, Environment.LIVE);
    }

    private Connection connect(Connection.Owner owner) {
        Connection made =
                new Connection(
                        Ids.next(),
                        owner,
                        PLATFORM,
                        "My cart",
                        Map.of("address", "https://shop.test", "key", FakeShop.KEY),
                        false,
                        null,
                        clock.instant(),
                        null,
                        0);
        work.useTransaction(
                handle -> connections.insert(handle, made, new Site(PLATFORM, Map.of())));
        return made;
    }

    /** Another shop's connection to the same platform. */
    Connection another() {
        return connect(owner());
    }

    /** An invoice that waits for payment of an order. */
    UUID invoice(String order, String total) {
        return invoice(order, total, "USD");
    }

    UUID invoice(String order, String total, String currency) {
        UUID id = Ids.next();
        work.useTransaction(
                handle ->
                        handle.execute(
                                """
                                insert into invoice (id, link, merchant_id, shop_id, environment, order_id, currency,
                                    decimals, total, status, created_at, expires_at)
                                values (?, ?, ?, ?, 'live', ?, ?, 2, ?, 'pending', now(), now())\
                                """,
                                id,
                                Ids.token(22),
                                connection.owner().merchantId(),
                                connection.owner().shopId(),
                                order,
                                currency,
                                new BigDecimal(total)));
        return id;
    }

    /** Money for an invoice has settled, in all so much. */
    void paid(UUID invoice, String inAll, String status) {
        work.useTransaction(
                handle -> {
                    handle.execute(
                            "update invoice set paid = ?, status = ? where id = ?",
                            new BigDecimal(inAll),
                            status,
                            invoice);
                });
        happened(invoice, "invoice." + status);
    }

    void expired(UUID invoice) {
        paid(invoice, "0", "expired");
    }

    void refunded(UUID invoice, String inAll) {
        work.useTransaction(
                handle ->
                        handle.execute(
                                "update invoice set refunded = ? where id = ?",
                                new BigDecimal(inAll),
                                invoice));
        happened(invoice, "invoice.refunded");
    }

    /** As the numberer tells it. */
    void happened(UUID invoice, String type) {
        NumberedEvents.Numbered event =
                new NumberedEvents.Numbered(
                        Ids.next(),
                        connection.owner().shopId(),
                        Environment.LIVE,
                        type,
                        invoice,
                        invoice,
                        ++sequence,
                        null,
                        sequence);
        work.useTransaction(handle -> fanout.mark(new NumberedEvents(handle, List.of(event))));
    }

    void webhook(String text) {
        webhook(text, FakeShop.KEY);
    }

    void webhook(String text, String signature) {
        keep(connection, text, signature);
        webhooks.readNext();
    }

    /** A webhook comes, and is not read yet. */
    void keep(Connection from, String text, String signature) {
        webhooks.keep(
                PLATFORM,
                new InboundCallback(
                        "POST",
                        from.id().toString(),
                        "",
                        Map.of("x-signature", List.of(signature)),
                        text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Looks at orders until none is due. */
    void settleDown() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (!sync.syncNext()) {
                return;
            }
        }
        throw new AssertionError("orders are due for ever");
    }

    /** Time goes by, and the room does what is due in it. */
    void later(Duration time) {
        clock.advance(time);
        poller.pollNext();
        settleDown();
    }

    OrderView view(String order) {
        return work
                .inTransaction(
                        handle -> queue.list(handle, connection.id(), Optional.empty(), "", 99))
                .stream()
                .filter(each -> each.orderId().equals(order))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T knowing(Class<T> type, String name, Supplier<Object> answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        SyncRig.class.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            if (method.getName().equals(name)) {
                                return answer.get();
                            }
                            throw new UnsupportedOperationException(method.getName());
                        }));
    }

    @Override
    public void close() {
        connectors.close().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
