package org.bluejay.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of the house. An arrow between rooms that is not in {@link #MAY_USE} fails the build.
 */
@AnalyzeClasses(packages = "org.bluejay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "org.bluejay.gateway.";

    /** Top floor first. A room may use only what stands in its line. */
    static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    entry("api", Set.of("merchant", "http", "shared")),
                    entry(
                            "sandbox",
                            Set.of(
                                    "invoice",
                                    "network",
                                    "webhook",
                                    "merchant",
                                    "idempotency",
                                    "page",
                                    "shared")),
                    entry("checkout", Set.of("invoice", "network", "merchant", "page", "shared")),
                    entry("docs", Set.of("page", "shared")),
                    entry(
                            "invoice",
                            Set.of(
                                    "network",
                                    "event",
                                    "audit",
                                    "idempotency",
                                    "currency",
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

    @ArchTest
    static void every_room_is_in_the_table(JavaClasses classes) {
        Set<String> rooms =
                classes.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(ROOT))
                        .map(name -> name.substring(ROOT.length()).split("\\.", -1)[0])
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(MAY_USE.keySet())
                .as("rooms and lines of the table")
                .containsExactlyInAnyOrderElementsOf(rooms);
    }

    @ArchTest
    static void rooms_use_only_what_stands_in_their_line(JavaClasses classes) {
        MAY_USE.forEach(
                (room, allowed) ->
                        noClasses()
                                .that()
                                .resideInAPackage(ROOT + room + "..")
                                .should()
                                .dependOnClassesThat(areInAnotherRoomThan(room, allowed))
                                .check(classes));
    }

    @ArchTest
    static final ArchRule rooms_have_no_circles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rooms_are_flat = noClasses().should().resideInAPackage(ROOT + "*.*..");

    @ArchTest
    static final ArchRule the_connector_api_is_plain_java =
            classes()
                    .that()
                    .resideInAnyPackage("org.bluejay.connector", "org.bluejay.connector.network")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "org.bluejay.connector..");

    @ArchTest
    static final ArchRule time_comes_from_the_clock =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(OffsetDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(LocalDate.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callConstructor(Date.class);

    @ArchTest
    static final ArchRule money_is_never_a_binary_fraction =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + "invoice..", ROOT + "currency..", "org.bluejay.connector..")
                    .should()
                    .dependOnClassesThat(
                            DescribedPredicate.describe(
                                    "double or float",
                                    type ->
                                            Set.of(
                                                            "double",
                                                            "float",
                                                            "java.lang.Double",
                                                            "java.lang.Float")
                                                    .contains(type.getName())));

    @ArchTest
    static final ArchRule aggregates_have_no_setters =
            noMethods()
                    .that()
                    .areDeclaredInClassesThat()
                    .areAnnotatedWith(Entity.class)
                    .should()
                    .haveNameMatching("set[A-Z].*");

    @ArchTest
    static final ArchRule logs_go_to_the_systems_logger =
            noClasses()
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            noClasses()
                    .that()
                    .resideInAPackage("org.bluejay.gateway..")
                    .should()
                    .haveSimpleNameStartingWith("Default")
                    .orShould()
                    .haveSimpleNameStartingWith("Base")
                    .orShould()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper");

    /** The outside is called from the rooms that may, through the one guarded door. */
    @ArchTest
    static final ArchRule the_outside_is_called_through_one_door =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + "http..", ROOT + "bootstrap..", ROOT + "dist..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.net.http..", "org.apache.hc..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.net.Socket")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.net.HttpURLConnection");

    private static DescribedPredicate<JavaClass> areInAnotherRoomThan(
            String room, Set<String> allowed) {
        return DescribedPredicate.describe(
                "are in another room than " + new TreeSet<>(allowed),
                type ->
                        type.getPackageName().startsWith(ROOT)
                                && !isIn(type, room)
                                && allowed.stream().noneMatch(other -> isIn(type, other)));
    }

    private static boolean isIn(JavaClass type, String room) {
        return (type.getPackageName() + ".").startsWith(ROOT + room + ".");
    }
}
