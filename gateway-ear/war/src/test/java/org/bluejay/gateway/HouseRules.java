package org.bluejay.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.CommonDataSource;

/**
 * The rules of the house, each a method that answers it. They are told where the house stands, so
 * that they can be tried on a house that breaks them.
 */
final class HouseRules {

    private static final Set<String> CLOCK_FACES =
            Set.of(
                    "java.time.Instant",
                    "java.time.LocalDate",
                    "java.time.LocalTime",
                    "java.time.LocalDateTime",
                    "java.time.OffsetDateTime",
                    "java.time.OffsetTime",
                    "java.time.ZonedDateTime",
                    "java.time.Year",
                    "java.time.YearMonth");

    private static final Pattern VAGUE =
            Pattern.compile(
                    "(Default|Base|Abstract)[A-Z].*|.*(Impl|Utils?|Helper|Manager|Dto|DTO)");

    private final String root;
    private final String gateway;
    private final Map<String, Set<String>> mayUse;

    private HouseRules(String root, Map<String, Set<String>> mayUse) {
        this.root = root;
        this.gateway = root + ".gateway";
        this.mayUse = mayUse;
    }

    /**
     * All rules by name.
     *
     * @param root the package of the house; the rooms are below its {@code gateway}
     * @param mayUse which rooms a room may use
     */
    static Map<String, ArchRule> of(String root, Map<String, Set<String>> mayUse) {
        HouseRules rules = new HouseRules(root, mayUse);
        return Arrays.stream(HouseRules.class.getDeclaredMethods())
                .filter(
                        method ->
                                method.getReturnType() == ArchRule.class
                                        && method.getParameterCount() == 0)
                .collect(
                        Collectors.toMap(
                                Method::getName, rules::read, (one, other) -> one, TreeMap::new));
    }

    private ArchRule read(Method rule) {
        try {
            return ((ArchRule) rule.invoke(this)).as(rule.getName());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    ArchRule every_room_is_in_the_table() {
        return classes()
                .that()
                .resideInAPackage(gateway + ".*..")
                .should(HouseConditions.standIn(gateway, mayUse.keySet()));
    }

    ArchRule rooms_use_only_what_stands_in_their_line() {
        return classes()
                .that()
                .resideInAPackage(gateway + ".*..")
                .should(HouseConditions.useOnly(gateway, mayUse));
    }

    ArchRule rooms_have_no_circles() {
        return slices().matching(gateway + ".(*)..").should().beFreeOfCycles();
    }

    ArchRule rooms_are_flat() {
        return noClasses().should().resideInAPackage(gateway + ".*.*..");
    }

    ArchRule the_connector_api_is_plain_java() {
        return classes()
                .that()
                .resideInAnyPackage(
                        root + ".connector", root + ".connector.network", root + ".connector.shop")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", root + ".connector..");
    }

    /** All other clocks are made from the one that {@code shared} gives out. */
    ArchRule time_comes_from_the_clock() {
        return noClasses()
                .should()
                .callMethodWhere(describe("a clock is read", this::readsAnotherClock))
                .orShould()
                .callConstructor(java.util.Date.class);
    }

    ArchRule money_is_never_a_binary_fraction() {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        gateway + ".invoice..",
                        gateway + ".refund..",
                        gateway + ".ledger..",
                        gateway + ".currency..",
                        gateway + ".rate..",
                        gateway + ".checkout..",
                        root + ".connector..")
                .should(HouseConditions.countInBinary());
    }

    ArchRule exact_numbers_do_not_pass_through_binary_ones() {
        return noClasses()
                .should()
                .callMethod(BigDecimal.class, "doubleValue")
                .orShould()
                .callMethod(BigDecimal.class, "floatValue")
                .orShould()
                .callMethod(BigDecimal.class, "valueOf", double.class)
                .orShould()
                .callConstructor(BigDecimal.class, double.class);
    }

    ArchRule aggregates_have_no_setters() {
        return noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .should()
                .haveNameMatching("set[A-Z].*");
    }

    ArchRule aggregates_keep_their_fields_to_themselves() {
        return fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .and()
                .areNotFinal()
                .should()
                .bePrivate();
    }

    ArchRule finders_are_told_whose() {
        return methods()
                .that(HouseConditions.areFindersIn(gateway))
                .should(HouseConditions.beToldWhose());
    }

    /** What is injected can be set by a test in the same room, and by nobody else. */
    ArchRule what_is_injected_is_seen_in_the_room_only() {
        return fields().that().areAnnotatedWith(Inject.class).should().bePackagePrivate();
    }

    ArchRule events_are_told_in_the_transaction() {
        return noClasses()
                .should()
                .callMethodWhere(
                        describe(
                                "an event is fired asynchronously",
                                call -> isCall(call, Event.class, "fireAsync")))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObservesAsync.class);
    }

    /**
     * The outside is called from the rooms that may, through the one guarded door. The TCK is in no
     * gateway: its way out is for tests.
     */
    ArchRule the_outside_is_called_through_one_door() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        gateway + ".http..",
                        gateway + ".bootstrap..",
                        gateway + ".dist..",
                        root + ".connector.tck..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.apache.hc..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.HttpURLConnection");
    }

    /** As far as calls can be followed through the code of the house. */
    ArchRule nothing_calls_the_outside_in_a_transaction() {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(gateway + "..")
                .should(OutsideCalls.notInATransaction(root));
    }

    /**
     * The TCK listens to every logger there is, to see that none is told a secret; JDBC wants a
     * data source to name an old logger.
     */
    ArchRule logs_go_to_the_systems_logger() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".connector.tck..")
                .and()
                .areNotAssignableTo(CommonDataSource.class)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(
                        describe(
                                "a stack trace is printed",
                                call -> isCall(call, Throwable.class, "printStackTrace")))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..");
    }

    ArchRule names_say_what_a_thing_is() {
        return noClasses()
                .that()
                .resideInAPackage(gateway + "..")
                .should(ArchCondition.from(describe("be vaguely named", HouseRules::isVague)));
    }

    ArchRule packages_are_named_by_feature() {
        return noClasses()
                .should()
                .resideInAnyPackage(
                        root + "..impl..", root + "..util..", root + "..utils..", root + "..dto..");
    }

    ArchRule an_interface_has_a_reason() {
        return classes()
                .that()
                .resideInAPackage(gateway + "..")
                .and()
                .areInterfaces()
                .and()
                .doNotHaveSimpleName("package-info")
                .and()
                .areNotAnnotations()
                .and()
                .areNotAnnotatedWith(FunctionalInterface.class)
                .should(HouseConditions.haveTwoImplementationsOrTurnAnArrow());
    }

    private boolean readsAnotherClock(JavaMethodCall call) {
        if (call.getName().equals("now")) {
            return CLOCK_FACES.contains(owner(call))
                    && call.getTarget().getRawParameterTypes().isEmpty();
        }
        if (owner(call).equals("java.time.Clock")) {
            return call.getName().startsWith("system")
                    && !call.getOriginOwner().getPackageName().equals(gateway + ".shared");
        }
        return isCall(call, System.class, "currentTimeMillis")
                || isCall(call, Calendar.class, "getInstance");
    }

    private static boolean isVague(JavaClass type) {
        return VAGUE.matcher(type.getSimpleName()).matches()
                || (type.isInterface() && type.getSimpleName().matches("I[A-Z][a-z].*"));
    }

    private static String owner(JavaAccess<?> call) {
        return call.getTargetOwner().getName();
    }

    private static boolean isCall(JavaAccess<?> call, Class<?> owner, String name) {
        return call.getName().equals(name) && call.getTargetOwner().isAssignableTo(owner);
    }
}
