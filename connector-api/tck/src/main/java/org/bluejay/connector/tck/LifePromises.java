package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bluejay.connector.Health;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Watches;
import org.junit.jupiter.api.Assertions;

/** A connector comes without a sound, says how it is, and leaves nothing behind. */
final class LifePromises {

    private static final Duration HEALTH_TAKES_AT_MOST = Duration.ofSeconds(5);
    private static final int GARBAGE_ROUNDS = 15;
    private static final int ROUND_MILLIS = 200;

    private LifePromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("is named in META-INF/services", LifePromises::named),
                new Promise("does nothing before it is opened", LifePromises::quiet),
                new Promise("opens without calling out", LifePromises::opens),
                new Promise("closes twice", LifePromises::closes),
                new Promise("says that it is up", LifePromises::up),
                new Promise("says that it is down, soon, without throwing", LifePromises::down),
                new Promise("survives a store that is away", LifePromises::noStore),
                new Promise("leaves nothing behind when unloaded", LifePromises::unloads));
    }

    private static void named(Rig rig) throws Exception {
        try (PluginLoader loader = new PluginLoader()) {
            assertThat(loader.names(PaymentNetworkProvider.class, rig.provider()))
                    .as(
                            "META-INF/services/%s names %s",
                            PaymentNetworkProvider.class.getName(),
                            rig.provider().getClass().getName())
                    .isTrue();
        }
    }

    private static void quiet(Rig rig) throws Exception {
        try (PluginLoader loader = new PluginLoader()) {
            runWithin(
                    loader,
                    () -> {
                        PaymentNetworkProvider provider =
                                loader.another(PaymentNetworkProvider.class, rig.provider());
                        assertThat(provider.descriptor()).isNotNull();
                        assertThat(provider.settings()).isNotNull();
                        assertThat(threadsOf(loader)).as("threads started by a provider").isEmpty();
                    });
        }
    }

    private static void opens(Rig rig) {
        // The rig has opened it, and has done nothing else yet.
        assertThat(rig.line().calls()).as("calls while opening").isZero();
    }

    private static void closes(Rig rig) {
        rig.network().close();
        assertThatCode(() -> rig.network().close()).doesNotThrowAnyException();
    }

    private static void up(Rig rig) {
        assertThat(rig.network().health().up()).isTrue();
    }

    private static void down(Rig rig) {
        for (FaultyHttp.Fault fault : FaultyHttp.Fault.values()) {
            rig.line().breakAll(fault);
            Health health =
                    Assertions.assertTimeoutPreemptively(
                            HEALTH_TAKES_AT_MOST, () -> rig.network().health());
            assertThat(rig.line().longestWait())
                    .as("what its time-outs add up to")
                    .isLessThanOrEqualTo(HEALTH_TAKES_AT_MOST);
            assertThat(health.detail()).isNotNull();
            if (mustBeDown(rig, fault)) {
                assertThat(health.up()).as("up while the line has %s", fault).isFalse();
            }
        }
    }

    private static boolean mustBeDown(Rig rig, FaultyHttp.Fault fault) {
        return switch (fault) {
            case NONE, BAD_REQUEST, TOO_MANY -> false;
            // Who asks outside for payments but not for its health would never notice.
            default -> rig.line().calls() > 0 || rig.asksOutside();
        };
    }

    private static void noStore(Rig rig) {
        rig.store().fail();
        assertThatCode(() -> rig.network().health()).doesNotThrowAnyException();
        assertThatCode(() -> rig.network().close()).doesNotThrowAnyException();
    }

    private static void unloads(Rig rig) throws Exception {
        becomesGarbage(queue -> usedAndClosed(rig, queue));
    }

    /** A connector's whole life in a class loader of its own, which nobody needs any more. */
    interface WholeLife {
        WeakReference<ClassLoader> live(ReferenceQueue<ClassLoader> queue) throws Exception;
    }

    static void becomesGarbage(WholeLife life) throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = life.live(collected);
        for (int round = 0; round < GARBAGE_ROUNDS && !loader.refersTo(null); round++) {
            System.gc();
            collected.remove(ROUND_MILLIS);
        }
        assertThat(loader.refersTo(null))
                .as(
                        "the class loader of a closed connector is garbage: no thread, no"
                                + " thread-local, no shutdown hook and no driver holds it")
                .isTrue();
    }

    private static WeakReference<ClassLoader> usedAndClosed(
            Rig rig, ReferenceQueue<ClassLoader> queue) throws Exception {
        try (PluginLoader loader = new PluginLoader()) {
            runWithin(
                    loader,
                    () -> {
                        PaymentNetworkProvider provider =
                                loader.another(PaymentNetworkProvider.class, rig.provider());
                        PaymentNetwork network = rig.openWith(provider, rig.fixture().settings());
                        network.requestPayment(rig.request(Rig.newReference(), rig.anAmount()));
                        assertThat(network.health()).isNotNull();
                        network.close();
                        if (provider instanceof Watches watches) {
                            Source source = rig.openSource(watches);
                            assertThat(source.read("", addresses -> Set.of())).isNotNull();
                            source.close();
                        }
                    });
            return new WeakReference<>(loader, queue);
        }
    }

    /** In a thread of its own, so that what hangs on the thread goes with it. */
    static void runWithin(ClassLoader loader, org.junit.jupiter.api.function.Executable work)
            throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.execute();
                            } catch (Throwable thrown) {
                                failure.set(thrown);
                            }
                        },
                        "bluejay-tck");
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        if (failure.get() != null) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }

    static List<Thread> threadsOf(ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .filter(thread -> thread.getContextClassLoader() == loader)
                .toList();
    }
}
