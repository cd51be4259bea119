package org.bluejay.connector.tck;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.Refunds;
import org.bluejay.connector.network.Simulates;
import org.bluejay.connector.network.Watches;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every payment network promises its host. A connector's test class implements this, gives a
 * fixture, and inherits the tests that fit: those of the core always, those of {@link LooksUp},
 * {@link Receives}, {@link Refunds} and {@link Simulates} when the opened network implements them,
 * those of {@link Watches} when the provider does, those of the line when it asks anyone for a
 * payment. Promises about payments are tested once for each method.
 */
public interface PaymentNetworkContract {

    /**
     * The connector beside a stand-in of its network, made afresh for each test.
     *
     * @param clock the time that the stand-in should go by, as the connector will
     * @param store what the connector will be lent; only a network that lives in it needs this
     */
    NetworkFixture fixture(Clock clock, DurableStore store);

    @TestFactory
    default Stream<DynamicNode> keeps_its_promises() {
        try (Rig rig = Rig.open(this, null)) {
            Stream<DynamicNode> forAll =
                    Stream.of(
                            container("describes itself", DescriptorPromises.all(), null),
                            container("asks for settings", SettingsPromises.all(), null),
                            container("comes and goes", LifePromises.all(), null));
            return Stream.concat(forAll, rig.methods().stream().map(this::promisesOf))
                    .toList()
                    .stream();
        }
    }

    private DynamicNode promisesOf(MethodDescriptor method) {
        try (Rig rig = Rig.open(this, method)) {
            Stream<DynamicNode> core =
                    Stream.of(
                            container("takes requests", RequestPromises.all(), method),
                            container("keeps secrets", SecrecyPromises.all(), method));
            Stream<DynamicNode> line =
                    rig.asksOutside()
                            ? Stream.of(container("bears bad lines", LinePromises.all(), method))
                            : Stream.of();
            Stream<DynamicNode> looksUp =
                    rig.network() instanceof LooksUp
                            ? Stream.of(container("looks up", LooksUpPromises.all(), method))
                            : Stream.of();
            Stream<DynamicNode> receives =
                    rig.network() instanceof Receives
                            ? Stream.of(container("receives", ReceivesPromises.all(), method))
                            : Stream.of();
            Stream<DynamicNode> refunds =
                    rig.network() instanceof Refunds
                            ? Stream.of(container("gives back", RefundsPromises.all(), method))
                            : Stream.of();
            Stream<DynamicNode> simulates =
                    rig.network() instanceof Simulates
                            ? Stream.of(container("simulates", SimulatesPromises.all(), method))
                            : Stream.of();
            Stream<DynamicNode> watches =
                    rig.provider() instanceof Watches
                            ? Stream.of(container("watches", WatchesPromises.all(), method))
                            : Stream.of();
            return DynamicContainer.dynamicContainer(
                    method.id(),
                    Stream.of(core, line, looksUp, receives, refunds, simulates, watches)
                            .flatMap(nodes -> nodes)
                            .toList());
        }
    }

    private DynamicNode container(String name, List<Promise> promises, MethodDescriptor method) {
        return DynamicContainer.dynamicContainer(
                name,
                promises.stream()
                        .map(
                                promise ->
                                        DynamicTest.dynamicTest(
                                                promise.says(), () -> keep(promise, method))));
    }

    private void keep(Promise promise, MethodDescriptor method) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    try (Rig rig = Rig.open(this, method)) {
                        promise.check().on(rig);
                    }
                },
                "the connector hangs");
    }
}
