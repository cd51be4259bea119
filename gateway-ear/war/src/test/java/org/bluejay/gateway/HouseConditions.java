package org.bluejay.gateway;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasParameterTypes;
import com.tngtech.archunit.core.domain.properties.HasReturnType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the rules of the house ask of classes and methods, where ArchUnit has no words for it. */
final class HouseConditions {

    private static final Set<String> BINARY =
            Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    /** Types that say whose a row is. */
    private static final Set<String> OWNERS = Set.of("Caller", "Tenant", "Owner");

    /** Ids of an owner, and texts that nobody can guess: whoever has one may see what it opens. */
    private static final Set<String> OWNING =
            Set.of("merchantId", "shopId", "link", "token", "callbackToken");

    private HouseConditions() {}

    static ArchCondition<JavaClass> standIn(String gateway, Set<String> table) {
        return condition(
                "stand in the table " + new TreeSet<>(table),
                (type, complain) -> {
                    if (!table.contains(room(gateway, type))) {
                        complain.accept(type, "its room has no line in the table");
                    }
                });
    }

    static ArchCondition<JavaClass> useOnly(String gateway, Map<String, Set<String>> mayUse) {
        return condition(
                "use only the rooms in their line",
                (type, complain) -> {
                    String room = room(gateway, type);
                    Set<String> allowed = mayUse.getOrDefault(room, Set.of());
                    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                        JavaClass target = dependency.getTargetClass().getBaseComponentType();
                        String other = room(gateway, target);
                        if (!other.isEmpty() && !other.equals(room) && !allowed.contains(other)) {
                            complain.accept(type, dependency.getDescription());
                        }
                    }
                });
    }

    /** Primitives are no dependencies to ArchUnit: they have to be looked for where they stand. */
    static ArchCondition<JavaClass> countInBinary() {
        return new ArchCondition<>("count in double or float") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaClass> used =
                        Stream.of(
                                        type.getFields().stream().map(JavaField::getRawType),
                                        type.getCodeUnits().stream()
                                                .flatMap(HouseConditions::signature),
                                        type.getCodeUnits().stream()
                                                .flatMap(unit -> unit.getCallsFromSelf().stream())
                                                .map(JavaCall::getTarget)
                                                .flatMap(HouseConditions::signature))
                                .flatMap(types -> types);
                Set<String> binary =
                        used.map(one -> one.getBaseComponentType().getName())
                                .filter(BINARY::contains)
                                .collect(Collectors.toCollection(TreeSet::new));
                events.add(
                        new SimpleConditionEvent(
                                type, !binary.isEmpty(), type.getFullName() + " uses " + binary));
            }
        };
    }

    private static <T extends HasParameterTypes & HasReturnType> Stream<JavaClass> signature(
            T unit) {
        return Stream.concat(
                unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()));
    }

    /** Public ways of beans to get at what belongs to a merchant; resources know their caller. */
    static DescribedPredicate<JavaMethod> areFindersIn(String gateway) {
        return DescribedPredicate.describe(
                "are public and answer what belongs to somebody",
                method ->
                        room(gateway, method.getOwner()).length() > 0
                                && method.getModifiers().contains(JavaModifier.PUBLIC)
                                && !method.getModifiers().contains(JavaModifier.STATIC)
                                && method.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
                                && !method.getOwner().isRecord()
                                && !method.getOwner().isAnnotatedWith(Entity.class)
                                && !method.getOwner().isAnnotatedWith(Path.class)
                                && method.getReturnType().getAllInvolvedRawTypes().stream()
                                        .anyMatch(HouseConditions::belongsToSomebody));
    }

    static ArchCondition<JavaMethod> beToldWhose() {
        return condition(
                "be told whose",
                (method, complain) -> {
                    boolean told =
                            method.getRawParameterTypes().stream()
                                            .anyMatch(
                                                    type ->
                                                            OWNERS.contains(type.getSimpleName())
                                                                    || belongsToSomebody(type))
                                    || Arrays.stream(method.reflect().getParameters())
                                            .map(Parameter::getName)
                                            .anyMatch(OWNING::contains);
                    if (!told) {
                        complain.accept(method, "is not told whose");
                    }
                });
    }

    static ArchCondition<JavaClass> haveTwoImplementationsOrTurnAnArrow() {
        return condition(
                "have two implementations, or one in a room that the interface's own may not use",
                (type, complain) -> {
                    Set<JavaClass> implementations =
                            type.getAllSubclasses().stream()
                                    .filter(sub -> !sub.isInterface())
                                    .collect(Collectors.toSet());
                    boolean turnsAnArrow =
                            implementations.stream()
                                    .anyMatch(
                                            one ->
                                                    !one.getPackageName()
                                                            .equals(type.getPackageName()));
                    if (implementations.size() < 2 && !turnsAnArrow) {
                        complain.accept(type, "is implemented by " + implementations);
                    }
                });
    }

    private static boolean belongsToSomebody(JavaClass type) {
        return type.isAnnotatedWith(Entity.class)
                || type.getSimpleName().endsWith("View")
                || type.getSimpleName().equals("Channel");
    }

    /** Empty for what is in no room. */
    private static String room(String gateway, JavaClass type) {
        String prefix = gateway + ".";
        return type.getPackageName().startsWith(prefix)
                ? type.getPackageName().substring(prefix.length()).split("\\.", -1)[0]
                : "";
    }

    static <T> ArchCondition<T> condition(String what, BiConsumer<T, BiConsumer<T, String>> judge) {
        return new ArchCondition<>(what) {
            @Override
            public void check(T item, ConditionEvents events) {
                judge.accept(
                        item,
                        (culprit, why) ->
                                events.add(
                                        SimpleConditionEvent.violated(
                                                culprit, culprit + ": " + why)));
            }
        };
    }
}
