package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.Health;
import org.bluejay.connector.Setting;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopException;
import org.junit.jupiter.api.Assertions;

/** A connector says what it is, comes without a sound, and leaves nothing behind. */
final class ShopLifePromises {

    private static final Duration HEALTH_TAKES_AT_MOST = Duration.ofSeconds(5);

    private ShopLifePromises() {}

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise("is named in META-INF/services", ShopLifePromises::named),
                new ShopPromise("runs on this SPI", ShopLifePromises::spi),
                new ShopPromise("says the same each time", ShopLifePromises::same),
                new ShopPromise("refuses each missing answer by name", ShopLifePromises::missing),
                new ShopPromise("hides what is secret", ShopLifePromises::hides),
                new ShopPromise("does nothing before it is opened", ShopLifePromises::quiet),
                new ShopPromise("opens without calling out", ShopLifePromises::opens),
                new ShopPromise("closes twice", ShopLifePromises::closes),
                new ShopPromise("says that it is up", ShopLifePromises::up),
                new ShopPromise(
                        "says that it is down, soon, without throwing", ShopLifePromises::down),
                new ShopPromise("leaves nothing behind when unloaded", ShopLifePromises::unloads));
    }

    private static void named(ShopRig rig) throws Exception {
        try (PluginLoader loader = new PluginLoader()) {
            assertThat(loader.names(ShopConnectorProvider.class, rig.provider()))
                    .as(
                            "META-INF/services/%s names %s",
                            ShopConnectorProvider.class.getName(),
                            rig.provider().getClass().getName())
                    .isTrue();
        }
    }

    private static void spi(ShopRig rig) {
        SpiVersion needed = rig.provider().descriptor().builtAgainst();
        assertThat(SpiVersion.CURRENT.runs(needed))
                .as("SPI %s runs a connector built against %s", SpiVersion.CURRENT, needed)
                .isTrue();
        assertThat(rig.provider().descriptor().version())
                .matches("[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?");
        assertThat(rig.provider().descriptor().name()).isNotBlank();
    }

    private static void same(ShopRig rig) {
        assertThat(rig.provider().descriptor()).isEqualTo(rig.provider().descriptor());
        assertThat(rig.provider().settings()).isEqualTo(rig.provider().settings());
    }

    private static void missing(ShopRig rig) {
        for (Setting setting : rig.provider().settings().settings()) {
            Map<String, String> some = new HashMap<>(rig.fixture().settings());
            boolean given = some.remove(setting.name()) != null;
            if (given && setting.required() && setting.defaultValue().isEmpty()) {
                assertThatThrownBy(() -> rig.openWith(rig.provider(), some))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(setting.name());
            }
        }
        Map<String, String> least = new HashMap<>(rig.fixture().settings());
        rig.provider().settings().settings().stream()
                .filter(setting -> !setting.required())
                .forEach(setting -> least.remove(setting.name()));
        try (ShopConnector opened = rig.openWith(rig.provider(), least)) {
            String order = rig.order();
            assertThatCode(() -> opened.read(order)).doesNotThrowAnyException();
        }
    }

    private static void hides(ShopRig rig) {
        for (Setting setting : rig.provider().settings().settings()) {
            assertThat(setting.label()).as("label of %s", setting.name()).isNotBlank();
            SettingsPromises.hidesWhatIsSecret(setting);
        }
    }

    private static void quiet(ShopRig rig) throws Exception {
        try (PluginLoader loader = new PluginLoader()) {
            LifePromises.runWithin(
                    loader,
                    () -> {
                        ShopConnectorProvider provider = another(loader, rig);
                        assertThat(provider.descriptor()).isNotNull();
                        assertThat(provider.settings()).isNotNull();
                        assertThat(LifePromises.threadsOf(loader))
                                .as("threads started by a provider")
                                .isEmpty();
                    });
        }
    }

    private static ShopConnectorProvider another(PluginLoader loader, ShopRig rig) {
        return loader.another(ShopConnectorProvider.class, rig.provider());
    }

    private static void opens(ShopRig rig) {
        assertThat(rig.line().calls()).as("calls while opening").isZero();
    }

    private static void closes(ShopRig rig) {
        rig.shop().close();
        assertThatCode(() -> rig.shop().close()).doesNotThrowAnyException();
    }

    private static void up(ShopRig rig) {
        assertThat(rig.shop().health().up()).isTrue();
    }

    private static void down(ShopRig rig) {
        for (FaultyHttp.Fault fault : FaultyHttp.Fault.values()) {
            rig.line().breakAll(fault);
            Health health =
                    Assertions.assertTimeoutPreemptively(
                            HEALTH_TAKES_AT_MOST, () -> rig.shop().health());
            assertThat(rig.line().longestWait())
                    .as("what its time-outs add up to")
                    .isLessThanOrEqualTo(HEALTH_TAKES_AT_MOST);
            assertThat(health.detail()).isNotNull();
            boolean tolerable =
                    fault == FaultyHttp.Fault.NONE
                            || fault == FaultyHttp.Fault.TOO_MANY
                            || fault == FaultyHttp.Fault.BAD_REQUEST;
            if (!tolerable) {
                assertThat(health.up()).as("up while the line has %s", fault).isFalse();
            }
        }
    }

    private static void unloads(ShopRig rig) throws Exception {
        String order = rig.order();
        LifePromises.becomesGarbage(queue -> usedAndClosed(rig, order, queue));
    }

    private static WeakReference<ClassLoader> usedAndClosed(
            ShopRig rig, String order, ReferenceQueue<ClassLoader> queue) throws Exception {
        try (PluginLoader loader = new PluginLoader()) {
            LifePromises.runWithin(loader, () -> use(rig, another(loader, rig), order));
            return new WeakReference<>(loader, queue);
        }
    }

    private static void use(ShopRig rig, ShopConnectorProvider provider, String order)
            throws ShopException {
        try (ShopConnector shop = rig.openWith(provider, rig.fixture().settings())) {
            shop.settle(ShopRig.settlement(order, rig.aTotal(), rig.aTotal()));
            assertThat(shop.health()).isNotNull();
        }
    }
}
