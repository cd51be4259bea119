package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.bluejay.connector.Setting;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.Simulates;
import org.bluejay.connector.network.Watches;

/** What a connector says of itself is true, whole and always the same. */
final class DescriptorPromises {

    private DescriptorPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("runs on this SPI", DescriptorPromises::spi),
                new Promise("says the same each time", DescriptorPromises::same),
                new Promise("has a semantic version and a name", DescriptorPromises::version),
                new Promise("names each method once", DescriptorPromises::unique),
                new Promise("has limits that can be met", DescriptorPromises::limits),
                new Promise("tells the payer what it asks", DescriptorPromises::inputs),
                new Promise("hears of money in some way", DescriptorPromises::hears),
                new Promise("simulates in the sandbox only", DescriptorPromises::sandbox));
    }

    private static void spi(Rig rig) {
        SpiVersion needed = descriptor(rig).builtAgainst();
        assertThat(SpiVersion.CURRENT.runs(needed))
                .as("SPI %s runs a connector built against %s", SpiVersion.CURRENT, needed)
                .isTrue();
    }

    private static void same(Rig rig) {
        assertThat(rig.provider().descriptor()).isEqualTo(rig.provider().descriptor());
        assertThat(rig.provider().settings()).isEqualTo(rig.provider().settings());
    }

    private static void version(Rig rig) {
        assertThat(descriptor(rig).version())
                .matches("[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?");
        assertThat(descriptor(rig).name()).isNotBlank();
    }

    private static void unique(Rig rig) {
        assertThat(rig.methods()).extracting(MethodDescriptor::id).doesNotHaveDuplicates();
        assertThat(rig.methods()).extracting(MethodDescriptor::name).noneMatch(String::isBlank);
    }

    private static void limits(Rig rig) {
        for (MethodDescriptor method : rig.methods()) {
            if (method.increment().signum() > 0) {
                for (BigDecimal limit : List.of(method.min(), method.max())) {
                    assertThat(limit.remainder(method.increment()))
                            .as("%s: a limit is a multiple of the increment", method.id())
                            .isEqualByComparingTo(BigDecimal.ZERO);
                }
            }
        }
    }

    private static void inputs(Rig rig) {
        for (MethodDescriptor method : rig.methods()) {
            assertThat(method.inputs().settings())
                    .extracting(Setting::label)
                    .noneMatch(String::isBlank);
            assertThat(method.inputs().validate(rig.fixture().inputFor(method.id())))
                    .as("the fixture's inputFor(\"%s\")", method.id())
                    .isEmpty();
        }
    }

    private static void hears(Rig rig) {
        assertThat(
                        rig.network() instanceof LooksUp
                                || rig.network() instanceof Receives
                                || rig.provider() instanceof Watches)
                .as("implements LooksUp, Receives or Watches, else nobody hears of the money")
                .isTrue();
    }

    private static void sandbox(Rig rig) {
        if (rig.network() instanceof Simulates) {
            assertThat(descriptor(rig).sandboxOnly()).isTrue();
        }
    }

    private static NetworkDescriptor descriptor(Rig rig) {
        return rig.provider().descriptor();
    }
}
