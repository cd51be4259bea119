package org.bluejay.gateway;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The gateway keeps the rules of the house. An arrow between rooms that is not in {@link #MAY_USE}
 * fails the build.
 */
class ArchitectureTest {

    /** Top floor first. A room may use only what stands in its line. */
    static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    entry("api", Set.of("merchant", "http", "shared")),
                    entry(
                            "sandbox",
                            Set.of(
                                    "refund",
                                    "invoice",
                                    "network",
                                    "webhook",
                                    "merchant",
                                    "idempotency",
                                    "page",
                                    "shared")),
                    entry(
                            "shopsync",
                            Set.of(
                                    "invoice",
                                    "connector",
                                    "event",
                                    "audit",
                                    "idempotency",
                                    "merchant",
                                    "page",
                                    "shared")),
                    entry("checkout", Set.of("invoice", "network", "merchant", "page", "shared")),
                    entry("docs", Set.of("page", "shared")),
                    entry(
                            "refund",
                            Set.of(
                                    "invoice",
                                    "network",
                                    "ledger",
                                    "audit",
                                    "idempotency",
                                    "shared")),
                    entry(
                            "invoice",
                            Set.of(
                                    "network",
                                    "source",
                                    "ledger",
                                    "event",
                                    "audit",
                                    "idempotency",
                                    "currency",
                                    "rate",
                                    "merchant",
                                    "http",
                                    "bootstrap",
                                    "shared")),
                    entry(
                            "webhook",
                            Set.of(
                                    "event",
                                    "audit",
                                    "idempotency",
                                    "merchant",
                                    "http",
                                    "bootstrap",
                                    "shared")),
                    entry(
                            "network",
                            Set.of(
                                    "connector",
                                    "audit",
                                    "idempotency",
                                    "merchant",
                                    "http",
                                    "shared")),
                    entry("source", Set.of("connector", "shared")),
                    entry("ledger", Set.of("shared")),
                    entry("rate", Set.of("currency", "shared")),
                    entry("connector", Set.of("shared")),
                    entry("merchant", Set.of("audit", "idempotency", "bootstrap", "shared")),
                    entry("currency", Set.of("shared")),
                    entry("event", Set.of("bootstrap", "shared")),
                    entry("idempotency", Set.of("shared")),
                    entry("audit", Set.of("shared")),
                    entry("page", Set.of("shared")),
                    entry("http", Set.of("shared")),
                    entry("shared", Set.of("bootstrap")),
                    entry("bootstrap", Set.of()));

    @TestFactory
    Stream<DynamicTest> keeps_the_rule() {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.bluejay");
        return HouseRules.of("org.bluejay", MAY_USE).entrySet().stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.getKey(), () -> rule.getValue().check(classes)));
    }
}
