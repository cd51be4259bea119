package org.bluejay.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.bluejay.connector.network.PaymentNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorReloadTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir Path folder;
    Connectors connectors;

    @BeforeEach
    void look_into_the_folder() {
        connectors = new Connectors(folder, Thread::new, Duration.ofMillis(200));
    }

    @AfterEach
    void close() throws Exception {
        connectors.close().get(10, TimeUnit.SECONDS);
    }

    @Test
    void calls_in_flight_finish_on_the_connector_they_began_on() throws Exception {
        connectors = new Connectors(folder, Thread::new, Duration.ofMinutes(1));
        write("1");
        connectors.scan();
        RunningConnector first = connectors.running("pix").orElseThrow();
        AtomicBoolean closed = new AtomicBoolean();
        CountDownLatch goOn = new CountDownLatch(1);
        Call<String> call =
                first.start(
                        () -> {
                            first.attach(() -> closed.set(true));
                            goOn.await();
                            return versionSeenLate(first);
                        });
        replace("2");
        assertThat(closed).isFalse();
        assertThatThrownBy(() -> first.start(() -> "late"))
                .isInstanceOf(RejectedExecutionException.class);
        goOn.countDown();
        assertThat(call.await(LIMIT)).isEqualTo("1");
        eventually(closed::get);
        RunningConnector second = connectors.running("pix").orElseThrow();
        assertThat(second.start(() -> versionSeenLate(second)).await(LIMIT)).isEqualTo("2");
    }

    @Test
    void a_call_that_never_ends_does_not_hold_up_the_closing_for_ever() throws Exception {
        write("1");
        connectors.scan();
        RunningConnector first = connectors.running("pix").orElseThrow();
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        Call<Boolean> call =
                first.start(
                        () -> {
                            first.attach(() -> closed.set(true));
                            return never.await(1, TimeUnit.HOURS);
                        });
        replace("2");
        eventually(
                () -> {
                    connectors.scan();
                    return closed.get();
                });
        assertThatThrownBy(() -> call.await(LIMIT))
                .hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void whoever_waits_waits_a_limited_time_and_the_call_is_interrupted() throws Exception {
        write("1");
        connectors.scan();
        AtomicBoolean interrupted = new AtomicBoolean();
        Call<String> call =
                connectors
                        .running("pix")
                        .orElseThrow()
                        .start(
                                () -> {
                                    try {
                                        new CountDownLatch(1).await();
                                    } catch (InterruptedException e) {
                                        interrupted.set(true);
                                        throw e;
                                    }
                                    return "";
                                });
        assertThatThrownBy(() -> call.await(Duration.ofMillis(50)))
                .isInstanceOf(TimeoutException.class);
        eventually(interrupted::get);
    }

    @Test
    void under_load_every_call_is_answered_by_one_version_or_the_next() throws Exception {
        write("0");
        connectors.scan();
        AtomicBoolean enough = new AtomicBoolean();
        Map<String, Integer> seen = new ConcurrentHashMap<>();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(callers.submit(() -> callUntil(enough, seen)));
        }
        for (int version = 1; version <= 5; version++) {
            String last = Integer.toString(version - 1);
            eventually(() -> seen.containsKey(last));
            replace(Integer.toString(version));
        }
        eventually(() -> seen.containsKey("5"));
        enough.set(true);
        for (Future<?> each : all) {
            each.get(20, TimeUnit.SECONDS);
        }
        callers.shutdown();
        assertThat(seen).containsOnlyKeys("0", "1", "2", "3", "4", "5");
    }

    @Test
    void nothing_is_left_of_a_connector_that_was_replaced() throws Exception {
        write("1");
        connectors.scan();
        WeakReference<ClassLoader> loader = loaderAfterUse();
        assertThat(loader.get()).isNotNull();
        replace("2");
        eventually(
                () -> {
                    connectors.scan();
                    System.gc();
                    return loader.get() == null;
                });
    }

    /** Leaves behind what connectors leave behind: thread locals on the threads it ran on. */
    private WeakReference<ClassLoader> loaderAfterUse() throws Exception {
        RunningConnector connector = connectors.running("pix").orElseThrow();
        ClassLoader loader =
                connector
                        .start(
                                () -> {
                                    PaymentNetwork network = connector.provider().open(null, null);
                                    connector.attach(network);
                                    network.health();
                                    return network.getClass().getClassLoader();
                                })
                        .await(LIMIT);
        return new WeakReference<>(loader);
    }

    private Void callUntil(AtomicBoolean enough, Map<String, Integer> seen) throws Exception {
        while (!enough.get()) {
            RunningConnector connector = connectors.running("pix").orElseThrow();
            try {
                String version = connector.start(() -> versionSeenLate(connector)).await(LIMIT);
                seen.merge(version, 1, Integer::sum);
            } catch (RejectedExecutionException e) {
                assertThat(connector.isRetired()).isTrue();
            }
        }
        return null;
    }

    private static String versionSeenLate(RunningConnector connector) {
        return connector.provider().open(null, null).health().detail();
    }

    private void write(String version) throws Exception {
        ConnectorJar.of("pix")
                .version("v".repeat(Integer.parseInt(version) + 1))
                .with(
                        "AutoCloseable",
                        """
                        static final ThreadLocal<Object> LEFT = new ThreadLocal<>();
                        static String late() {
                            LEFT.set(new Late());
                            return new Late().version();
                        }
                        """)
                .source(
                        "sample.Late",
                        """
                        package sample;
                        class Late {
                            String version() { return "%s"; }
                        }
                        """
                                .formatted(version))
                .health("Network.late()")
                .into(folder, "pix");
    }

    private void replace(String version) throws Exception {
        write(version);
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
}
