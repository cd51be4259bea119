package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guards themselves: each is seen to fail on a connector that breaks its promise. */
class ShopConnectorContractTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_broken_promise_is_found_out(ShopFlaw flaw) {
        List<DynamicTest> guards =
                tests(new ToyShopContract(flaw).keeps_its_promises())
                        .filter(test -> test.getDisplayName().equals(flaw.breaks))
                        .toList();
        assertThat(guards).isNotEmpty();
        assertThat(guards)
                .as("failures of \"%s\"", flaw.breaks)
                .extracting(test -> catchThrowable(() -> test.getExecutable().execute()))
                .allMatch(Objects::nonNull);
    }

    @Test
    void every_promise_is_seen_broken() {
        TreeSet<String> promises = new TreeSet<>();
        tests(new ToyShopContract(ShopFlaw.NONE).keeps_its_promises())
                .forEach(test -> promises.add(test.getDisplayName()));
        Arrays.stream(ShopFlaw.values()).forEach(flaw -> promises.remove(flaw.breaks));
        assertThat(promises).isEmpty();
    }

    private static Stream<DynamicTest> tests(Stream<? extends DynamicNode> nodes) {
        return nodes.flatMap(
                node ->
                        node instanceof DynamicContainer container
                                ? tests(container.getChildren())
                                : Stream.of((DynamicTest) node));
    }
}
