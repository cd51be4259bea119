package org.bluejay.gateway;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.lang.ArchCondition;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows what is called from a transaction through the code of the house, to see whether somebody
 * out there is kept waiting, and rows locked with him.
 */
final class OutsideCalls {

    private static final Set<TxType> WITHOUT = Set.of(TxType.NEVER, TxType.NOT_SUPPORTED);

    /** What a connector does by asking its network or shop; all else in the SPI is data. */
    private static final Set<String> NETWORK_CALLS =
            Set.of(
                    "PaymentNetwork",
                    "LooksUp",
                    "Receives",
                    "Refunds",
                    "Simulates",
                    "ShopConnector",
                    "SettlesInParts",
                    "PollsOrders",
                    "ReceivesWebhooks",
                    "Http");

    private final String root;

    private OutsideCalls(String root) {
        this.root = root;
    }

    static ArchCondition<JavaMethod> notInATransaction(String root) {
        OutsideCalls calls = new OutsideCalls(root);
        return HouseConditions.condition(
                "not reach the outside in a transaction",
                (method, complain) -> {
                    if (isTransactional(method)) {
                        calls.wayOut(method).ifPresent(way -> complain.accept(method, way));
                    }
                });
    }

    /** The shortest chain of calls that ends outside. */
    private Optional<String> wayOut(JavaMethod start) {
        Map<JavaCodeUnit, String> seen = new HashMap<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(start));
        seen.put(start, start.getName());
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.poll();
            for (JavaAccess<?> call : calls(unit).collect(Collectors.toList())) {
                String way = seen.get(unit) + " > " + call.getTarget().getFullName();
                if (leadsOutside(call.getTargetOwner())) {
                    return Optional.of(way);
                }
                if (call.getTarget().resolveMember().orElse(null) instanceof JavaCodeUnit next
                        && next.getOwner().getPackageName().startsWith(root)
                        && !leavesTheTransaction(next)
                        && !seen.containsKey(next)) {
                    seen.put(next, way);
                    open.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private static Stream<JavaAccess<?>> calls(JavaCodeUnit unit) {
        return Stream.concat(
                unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream());
    }

    private boolean leadsOutside(JavaClass type) {
        return type.getPackageName().startsWith("java.net.http")
                || type.getPackageName().startsWith("org.apache.hc")
                || (type.isInterface()
                        && type.getPackageName().startsWith(root + ".connector")
                        && NETWORK_CALLS.contains(type.getSimpleName()));
    }

    private static boolean isTransactional(JavaCodeUnit unit) {
        return type(unit).filter(type -> !WITHOUT.contains(type)).isPresent();
    }

    private static boolean leavesTheTransaction(JavaCodeUnit unit) {
        return type(unit).filter(WITHOUT::contains).isPresent();
    }

    private static Optional<TxType> type(JavaCodeUnit unit) {
        return Stream.<CanBeAnnotated>of(unit, unit.getOwner())
                .filter(one -> one.isAnnotatedWith(Transactional.class))
                .findFirst()
                .map(OutsideCalls::declared);
    }

    private static TxType declared(CanBeAnnotated annotated) {
        return annotated instanceof JavaClass type
                ? type.getAnnotationOfType(Transactional.class).value()
                : ((JavaCodeUnit) annotated).getAnnotationOfType(Transactional.class).value();
    }
}
