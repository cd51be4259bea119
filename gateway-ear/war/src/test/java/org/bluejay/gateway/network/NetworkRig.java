package org.bluejay.gateway.network;

import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.shared.Wiring;
import org.bluejay.gateway.shared.WorkDatabase;

/** This room on one node, over a real database; several nodes may share one. */
final class NetworkRig implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final WorkDatabase work;
    final Connectors connectors;
    final Channels channels;
    final Networks networks;
    final Callbacks callbacks;
    final CallbackReader reader;
    final IntakeService intake;
    final SandboxChannels sandbox;
    final Heard heard = new Heard();
    final AtomicInteger transactionStatus = new AtomicInteger(Status.STATUS_NO_TRANSACTION);

    /** The room above, which notes what it hears, and can be made to fail. */
    static final class Heard implements PaymentReports {
        final List<String> words = new CopyOnWriteArrayList<>();
        volatile RuntimeException failure;

        @Override
        public void apply(Channel channel, String token, PaymentReport report) {
            if (failure != null) {
                throw failure;
            }
            words.add("apply " + token + " " + report.handle().reference());
        }

        @Override
        public void hint(Channel channel, String token, PaymentHandle handle) {
            words.add("hint " + token + " " + handle.reference());
        }
    }

    NetworkRig(DataSource source, Path folder) {
        this(source, folder, Duration.ofSeconds(5));
    }

    /**
     * @param limit for calls to networks
     */
    NetworkRig(DataSource source, Path folder, Duration limit) {
        work = new WorkDatabase(Platform.jdbi(source));
        connectors = new Connectors(folder, Thread::new, Duration.ofSeconds(30));
        Wiring wiring =
                new Wiring()
                        .lend(WorkDatabase.class, work)
                        .lend(Database.class, new Database(Platform.jdbi(source)))
                        .lend(Connectors.class, connectors)
                        .lend(Secrets.class, new Secrets(new byte[32]))
                        .lend(Clock.class, Clock.systemUTC())
                        .lend(Instance.class, only(heard))
                        .lend(TransactionSynchronizationRegistry.class, registry())
                        .set("bluejay.public-url", URI.create("https://pay.example.com/"))
                        .set("bluejay.network.timeout", limit);
        channels = wiring.get(Channels.class);
        networks = wiring.get(Networks.class);
        callbacks = wiring.get(Callbacks.class);
        reader = wiring.get(CallbackReader.class);
        intake = wiring.get(IntakeService.class);
        sandbox = wiring.get(SandboxChannels.class);
    }

    /** A shop with its merchant. */
    Channel.Owner shop(Environment environment) {
        UUID merchant = Ids.next();
        UUID shop = Ids.next();
        work.useTransaction(
                handle -> {
                    handle.execute(
                            "insert into merchant (id, name, created_at) values (?, 'M', now())",
                            merchant);
                    handle.execute(
                            """
                            insert into shop (id, merchant_id, environment, name, webhook_secret, created_at)
                            values (?, ?, ?, 'S', '', now())\
                            """,
                            shop,
                            merchant,
                            EnvironmentConverter.text(environment));
                });
        return new Channel.Owner(merchant, shop, environment);
    }

    /** A live shop's channel on a network. */
    Channel channel(String network) {
        return channel(shop(Environment.LIVE), network, Map.of());
    }

    Channel channel(Channel.Owner owner, String network, Map<String, String> answers) {
        Channel channel =
                Channel.connect(Ids.next(), owner, network, network, answers, Instant.now());
        work.useTransaction(handle -> channels.insert(handle, channel));
        return channel;
    }

    void change(UUID id, Consumer<Channel> change) {
        work.useTransaction(
                handle -> {
                    Channel channel = channels.find(handle, id).orElseThrow();
                    change.accept(channel);
                    channels.update(handle, channel);
                });
    }

    static PaymentRequest request(String reference, String method) {
        return new PaymentRequest(
                reference,
                method,
                Money.of("10.00", CurrencyUnit.iso("KES")),
                "Shoes",
                Map.of(),
                URI.create("https://pay.example.com/callbacks/c/token"),
                URI.create("https://pay.example.com/pay/l"),
                Instant.now().plusSeconds(1_800));
    }

    static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time");
            }
            Thread.onSpinWait();
        }
    }

    private TransactionSynchronizationRegistry registry() {
        return proxy(
                TransactionSynchronizationRegistry.class,
                "getTransactionStatus",
                transactionStatus::get);
    }

    private static Instance<?> only(Object bean) {
        return (Instance<?>)
                Proxy.newProxyInstance(
                        NetworkRig.class.getClassLoader(),
                        new Class<?>[] {Instance.class},
                        (self, method, arguments) ->
                                switch (method.getName()) {
                                    case "get" -> bean;
                                    case "isResolvable" -> true;
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    /** An object that knows one method. */
    static <T> T proxy(Class<T> type, String name, Supplier<Object> answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
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
