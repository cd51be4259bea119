package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guards themselves: each is seen to fail on a connector that breaks its promise. */
class PaymentNetworkContractTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_broken_promise_is_found_out(Flaw flaw) {
        long guards =
                tests(new ToyContract(Flaw.NONE).keeps_its_promises())
                        .filter(test -> test.getDisplayName().equals(flaw.breaks))
                        .count();
        assertThat(guards).isPositive();
        assertThat(failuresOf(flaw)).as("failures of \"%s\"", flaw.breaks).hasSize((int) guards);
    }

    @Test
    void every_promise_that_can_be_broken_is_seen_broken() {
        TreeSet<String> promises = new TreeSet<>();
        tests(new ToyContract(Flaw.NONE).keeps_its_promises())
                .forEach(test -> promises.add(test.getDisplayName()));
        Arrays.stream(Flaw.values()).forEach(flaw -> promises.remove(flaw.breaks));
        // The toy does not simulate; the sandbox network's own tests break those promises.
        promises.remove("simulates in the sandbox only");
        assertThat(promises).isEmpty();
    }

    @Test
    void only_promises_of_implemented_capabilities_are_tested() {
        List<String> containers = new ArrayList<>();
        names(new ToyContract(Flaw.DEAF).keeps_its_promises(), containers);
        assertThat(containers)
                .contains("toy-code", "takes requests", "bears bad lines")
                .doesNotContain("looks up", "receives", "gives back", "simulates", "watches");
    }

    @Test
    void a_missing_hook_names_the_method_to_override() {
        List<Throwable> failures = failuresOf(Flaw.FIXTURE_WITHOUT_SIGNATURE);
        assertThat(failures)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("override signed"));
    }

    private static List<Throwable> failuresOf(Flaw flaw) {
        List<Throwable> failures = new ArrayList<>();
        List<DynamicTest> tests;
        try {
            tests = tests(new ToyContract(flaw).keeps_its_promises()).toList();
        } catch (IllegalArgumentException neverOpened) {
            return List.of(neverOpened);
        }
        for (DynamicTest test : tests) {
            if (test.getDisplayName().equals(flaw.breaks)) {
                Throwable thrown = catchThrowable(() -> test.getExecutable().execute());
                if (thrown != null) {
                    failures.add(thrown);
                }
            }
        }
        return failures;
    }

    private static Stream<DynamicTest> tests(Stream<? extends DynamicNode> nodes) {
        return nodes.flatMap(
                node ->
                        node instanceof DynamicContainer container
                                ? tests(container.getChildren())
                                : Stream.of((DynamicTest) node));
    }

    private static void names(Stream<? extends DynamicNode> nodes, List<String> names) {
        nodes.forEach(
                node -> {
                    if (node instanceof DynamicContainer container) {
                        names.add(container.getDisplayName());
                        names(container.getChildren(), names);
                    }
                });
    }
}
