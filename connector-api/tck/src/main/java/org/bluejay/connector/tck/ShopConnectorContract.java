package org.bluejay.connector.tck;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bluejay.connector.shop.GrantsKeys;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.SettlesInParts;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every shop platform's connector promises its host. A connector's test class implements this,
 * gives a fixture, and inherits the tests that fit: those of the core always, those of {@link
 * SettlesInParts}, {@link ReceivesWebhooks} and {@link PollsOrders} when the opened connector
 * implements them, those of {@link GrantsKeys} when its provider does.
 */
public interface ShopConnectorContract {

    /**
     * The connector beside a stand-in of its shop, made afresh for each test.
     *
     * @param clock the time that the stand-in should go by, as the connector will
     */
    ShopFixture fixture(Clock clock);

    @TestFactory
    default Stream<DynamicNode> keeps_its_promises() {
        List<DynamicNode> nodes = new ArrayList<>();
        nodes.add(container("comes and goes", ShopLifePromises.all()));
        nodes.add(container("reads orders", ShopReadPromises.all()));
        nodes.add(container("writes orders", ShopWritePromises.all()));
        nodes.add(container("bears bad lines", ShopLinePromises.all()));
        nodes.add(container("keeps secrets", ShopSecrecyPromises.all()));
        try (ShopRig rig = new ShopRig(this)) {
            if (rig.provider() instanceof GrantsKeys) {
                nodes.add(container("asks for keys", ShopGrantPromises.all()));
            }
            if (rig.shop() instanceof SettlesInParts) {
                nodes.add(container("settles in parts", ShopPartPromises.all()));
            }
            if (rig.shop() instanceof ReceivesWebhooks) {
                nodes.add(container("receives webhooks", ShopWebhookPromises.all()));
            }
            if (rig.shop() instanceof PollsOrders) {
                nodes.add(container("polls orders", ShopPollPromises.all()));
            }
        }
        return nodes.stream();
    }

    private DynamicNode container(String name, List<ShopPromise> promises) {
        return DynamicContainer.dynamicContainer(
                name,
                promises.stream()
                        .map(
                                promise ->
                                        DynamicTest.dynamicTest(
                                                promise.says(), () -> keep(promise))));
    }

    private void keep(ShopPromise promise) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    try (ShopRig rig = new ShopRig(this)) {
                        promise.check().on(rig);
                    }
                },
                "the connector hangs");
    }
}
