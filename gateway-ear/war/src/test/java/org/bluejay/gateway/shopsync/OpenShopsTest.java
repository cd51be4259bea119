package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bluejay.connector.Environment;
import org.bluejay.connector.shop.SettlesInParts;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.OpenConnector.Question;
import org.bluejay.gateway.connector.RunningShopConnector;
import org.bluejay.gateway.connector.ShopJar;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Wiring;
import org.bluejay.gateway.shared.WorkDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connector does to the gateway, and what the gateway makes of it. */
class OpenShopsTest {

    private static final String PLATFORM = "cart";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration UNTIL_ALL_HAVE_BEGUN = Duration.ofSeconds(3);

    /** More than any connector has threads. */
    private static final int MANY = 1_000;

    /** As many calls as one connection may have. */
    private static final int TURNS = 32;

    /** As many failures as make a breaker open. */
    private static final int ENOUGH = 10;

    private static final String OPENS_NOTHING =
            """
            package sample;

            import org.bluejay.connector.*;
            import org.bluejay.connector.shop.*;

            public final class Empty implements ShopConnectorProvider {
                public ShopDescriptor descriptor() {
                    return new ShopDescriptor("cart", "Empty", "1.0.0", new SpiVersion(1, 0),
                        Maturity.BETA);
                }
                public ConfigSchema settings() {
                    return ConfigSchema.of();
                }
                public ShopConnector open(Settings settings, ConnectorContext context) {
                    return null;
                }
            }
            """;

    @TempDir Path folder;
    Connectors connectors;
    OpenShops shops;
    int transaction = Status.STATUS_NO_TRANSACTION;
    final CompletableFuture<String> end = new CompletableFuture<>();
    final Connection connection = connection(false);

    @BeforeEach
    void bring_a_platform() throws IOException {
        connectors = new Connectors(folder, Thread::new, Duration.ofSeconds(30));
        ShopJar.plain(PLATFORM, folder, PLATFORM);
        connectors.scan();
        shops =
                new Wiring()
                        .lend(Connectors.class, connectors)
                        .lend(WorkDatabase.class, null)
                        .lend(Clock.class, Clock.systemUTC())
                        .lend(Instance.class, null)
                        .lend(TransactionSynchronizationRegistry.class, registry())
                        .set("bluejay.public-url", URI.create("https://pay.example.com/"))
                        .get(OpenShops.class);
    }

    @AfterEach
    void close() {
        end.complete("over");
        connectors.close().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void a_shop_is_never_called_inside_a_transaction() {
        transaction = Status.STATUS_ACTIVE;
        assertThatThrownBy(() -> ask(shop -> "x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_cannot_be_opened_has_sent_nothing() throws IOException {
        assertThatThrownBy(() -> shops.use(connection(true), shop -> shop.can(Object.class)))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("do not open");
        ConnectorJar.of(PLATFORM)
                .providers("")
                .source("sample.Empty", OPENS_NOTHING)
                .resource(
                        "META-INF/services/" + ShopConnectorProvider.class.getName(),
                        "sample.Empty")
                .into(folder, PLATFORM);
        lookTwice();
        assertThatThrownBy(() -> ask(shop -> "x"))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("cannot be opened");
        Files.delete(folder.resolve(PLATFORM).resolve("connector.jar"));
        Files.delete(folder.resolve(PLATFORM));
        lookTwice();
        assertThatThrownBy(() -> ask(shop -> "x"))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("cart is not loaded");
    }

    @Test
    void no_answer_leaves_the_outcome_unknown() {
        assertThatThrownBy(() -> ask(shop -> null)).isInstanceOf(OutcomeUnknown.class);
        assertThatThrownBy(
                        () ->
                                ask(
                                        shop -> {
                                            throw new IllegalStateException("a secret");
                                        }))
                .isInstanceOf(OutcomeUnknown.class)
                .message()
                .doesNotContain("secret");
        assertThatThrownBy(
                        () -> shops.use(connection, shop -> shop.ask(each -> end.get(), AT_ONCE)))
                .isInstanceOf(OutcomeUnknown.class)
                .hasMessageContaining("no answer");
    }

    @Test
    void a_shop_that_asks_for_a_pause_without_a_length_is_asked_again() {
        for (Duration pause : new Duration[] {null, Duration.ofSeconds(-9)}) {
            assertThatThrownBy(() -> fail(new Throttled("slower", pause)))
                    .asInstanceOf(type(Throttled.class))
                    .extracting(Throttled::retryAfter)
                    .isEqualTo(Duration.ZERO);
            assertThat(isThere()).isTrue();
        }
    }

    @Test
    void a_shop_that_asks_for_a_pause_gets_it_and_none_without_end() {
        assertThatThrownBy(() -> fail(new Throttled("slower", Duration.ofDays(9))))
                .isInstanceOf(Throttled.class);
        assertThatThrownBy(() -> ask(shop -> "asked"))
                .asInstanceOf(type(Throttled.class))
                .extracting(Throttled::retryAfter)
                .matches(pause -> pause.compareTo(Duration.ofMinutes(10)) <= 0);
    }

    @Test
    void a_shop_that_says_no_is_not_left_alone_for_it() {
        for (int i = 0; i < ENOUGH; i++) {
            assertThatThrownBy(() -> fail(new Rejected("400", "no"))).isInstanceOf(Rejected.class);
            assertThatThrownBy(() -> fail(new NeedsReconnect("who?")))
                    .isInstanceOf(NeedsReconnect.class);
        }
        assertThat(isThere()).isTrue();
    }

    @Test
    void a_shop_that_keeps_failing_is_left_alone() {
        for (int i = 0; i < ENOUGH; i++) {
            assertThatThrownBy(() -> fail(new NotSent("away", null))).isInstanceOf(NotSent.class);
        }
        assertThatThrownBy(() -> ask(shop -> "x")).hasMessageContaining("left alone");
    }

    @Test
    void a_call_holds_its_turn_until_it_has_really_ended() throws Exception {
        assertThat(isThere()).isTrue();
        ExecutorService callers = Executors.newFixedThreadPool(TURNS);
        List<Future<?>> hanging = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            hanging.add(callers.submit(() -> ask(shop -> end.join(), UNTIL_ALL_HAVE_BEGUN)));
        }
        for (Future<?> each : hanging) {
            assertThatThrownBy(each::get).hasCauseInstanceOf(OutcomeUnknown.class);
        }
        callers.shutdown();
        assertThatThrownBy(() -> ask(shop -> "one more"))
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("too many calls");
    }

    @Test
    void a_shop_is_not_left_alone_for_what_its_connector_had_no_thread_for() {
        assertThat(isThere()).isTrue();
        RunningShopConnector connector = connectors.runningShop(PLATFORM).orElseThrow();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < MANY; i++) {
                                connector.start(end::join);
                            }
                        })
                .isInstanceOf(RejectedExecutionException.class);
        for (int i = 0; i < 2 * ENOUGH; i++) {
            assertThatThrownBy(() -> ask(shop -> "x"))
                    .isInstanceOf(NotSent.class)
                    .hasMessageContaining("busy");
        }
        end.complete("over");
        eventually(this::isThere);
    }

    @Test
    void what_took_the_place_of_a_replaced_shop_is_asked_instead() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        boolean inParts =
                shops.use(
                        connection,
                        shop -> {
                            if (tries.getAndIncrement() == 0) {
                                replace();
                            }
                            return shop.askOutside(each -> each instanceof SettlesInParts, LIMIT);
                        });
        assertThat(inParts).isTrue();
        assertThat(tries).hasValue(2);
    }

    @Test
    void nothing_holds_on_to_the_shop_of_a_connector_that_is_gone() throws Exception {
        WeakReference<ClassLoader> loader =
                new WeakReference<>(ask(shop -> shop.getClass().getClassLoader()));
        assertThat(loader.get()).isNotNull();
        replace();
        eventually(
                () -> {
                    connectors.scan();
                    System.gc();
                    return loader.get() == null;
                });
    }

    private <T> T ask(Question<ShopConnector, T> question) throws ShopException {
        return ask(question, LIMIT);
    }

    private <T> T ask(Question<ShopConnector, T> question, Duration limit) throws ShopException {
        return shops.use(connection, shop -> shop.askOutside(question, limit));
    }

    private void fail(ShopException failure) throws ShopException {
        ask(
                shop -> {
                    throw failure;
                });
    }

    private boolean isThere() {
        try {
            return ask(shop -> true);
        } catch (NotSent e) {
            if (e.getMessage().contains("busy")) {
                return false;
            }
            throw new AssertionError(e);
        } catch (ShopException e) {
            throw new AssertionError(e);
        }
    }

    private void replace() {
        try {
            ShopJar.withParts(PLATFORM, folder, PLATFORM);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        lookTwice();
    }

    /** What has changed is taken over when it looks the same twice. */
    private void lookTwice() {
        connectors.scan();
        connectors.scan();
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static Connection connection(boolean sealed) {
        return new Connection(
                Ids.next(),
                new Connection.Owner(Ids.next(), Ids.next(), Environment.LIVE),
                PLATFORM,
                "My cart",
                Map.of("address", "https://shop.test", "key", FakeShop.KEY),
                sealed,
                null,
                Instant.EPOCH,
                null,
                0);
    }

    private TransactionSynchronizationRegistry registry() {
        return (TransactionSynchronizationRegistry)
                Proxy.newProxyInstance(
                        OpenShopsTest.class.getClassLoader(),
                        new Class<?>[] {TransactionSynchronizationRegistry.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("getTransactionStatus")) {
                                return transaction;
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }
}
