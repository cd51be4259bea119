package org.bluejay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.badhouse.Breaks;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A rule that cannot fail protects nothing: each is held against the bad house, a small gateway
 * that breaks all of them on purpose, and must name everyone there who breaks it.
 */
class ArchitectureRulesCanFailTest {

    private static final String BAD_HOUSE = "org.bluejay.badhouse";

    private static final Map<String, Set<String>> MAY_USE =
            Map.of(
                    "checkout", Set.of("invoice", "shared"),
                    "invoice", Set.of("http", "shared"),
                    "http", Set.of("shared"),
                    "shared", Set.of());

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(BAD_HOUSE);

    private static final Map<String, ArchRule> RULES = HouseRules.of(BAD_HOUSE, MAY_USE);

    @TestFactory
    Stream<DynamicTest> finds_who_breaks_the_rule() {
        return RULES.entrySet().stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.getKey(),
                                        () -> assertFinds(rule.getKey(), rule.getValue())));
    }

    @Test
    void every_bad_example_is_of_a_rule() {
        assertThat(RULES.keySet())
                .containsAll(
                        CLASSES.stream()
                                .flatMap(type -> broken(type).stream())
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void assertFinds(String name, ArchRule rule) {
        List<String> culprits =
                CLASSES.stream()
                        .filter(type -> broken(type).contains(name))
                        .map(JavaClass::getFullName)
                        .toList();
        assertThat(culprits).as("bad examples of " + name).isNotEmpty();
        EvaluationResult result = rule.evaluate(CLASSES);
        String report = String.join("\n", result.getFailureReport().getDetails());
        assertThat(result.hasViolation()).as(name).isTrue();
        for (String culprit : culprits) {
            assertThat(report).as(name).contains(culprit);
        }
    }

    private static Set<String> broken(JavaClass type) {
        return type.tryGetAnnotationOfType(Breaks.class)
                .map(breaks -> Set.of(breaks.value()))
                .orElse(Set.of());
    }
}
