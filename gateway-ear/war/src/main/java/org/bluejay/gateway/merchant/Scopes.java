package org.bluejay.gateway.merchant;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;

/**
 * What a key may do: pairs of resource and verb, or everything.
 *
 * @param names such as {@code invoices:read}, sorted; {@code *} stands for all there are and will
 *     be
 */
public record Scopes(Set<String> names) {

    /** Everything. */
    public static final String ALL = "*";

    private static final List<String> RESOURCES =
            List.of(
                    "invoices",
                    "channels",
                    "connectors",
                    "connections",
                    "shops",
                    "api-keys",
                    "webhook-endpoints",
                    "events",
                    "payments",
                    "refunds",
                    "balances",
                    "ledger",
                    "currencies",
                    "audit-log",
                    "sandbox");

    private static final Set<String> KNOWN =
            RESOURCES.stream()
                    .flatMap(resource -> Stream.of(resource + ":read", resource + ":write"))
                    .collect(Collectors.toUnmodifiableSet());

    public Scopes {
        names = java.util.Collections.unmodifiableSet(new TreeSet<>(names));
    }

    public static Scopes all() {
        return new Scopes(Set.of(ALL));
    }

    /**
     * The scopes that a caller listed.
     *
     * @throws Problem 422 naming the first that there is not
     */
    static Scopes of(List<String> listed) {
        for (int i = 0; i < listed.size(); i++) {
            if (!exists(listed.get(i))) {
                throw Problem.invalid(
                        "scopes[" + i + "]",
                        "is not a scope: resource:read or resource:write with a resource of "
                                + String.join(", ", RESOURCES)
                                + "; or *");
            }
        }
        return new Scopes(Set.copyOf(listed));
    }

    /** Whether there is a scope of this name. */
    public static boolean exists(String name) {
        return name.equals(ALL) || KNOWN.contains(name);
    }

    /** Whether somebody with these scopes may do what needs {@code required}. */
    public static boolean permit(Set<String> held, String required) {
        return required.equals(Requires.ANY_KEY) || held.contains(ALL) || held.contains(required);
    }

    /** What of these scopes somebody with {@code held} does not hold, and so cannot give. */
    List<String> beyond(Collection<String> held) {
        return held.contains(ALL)
                ? List.of()
                : names.stream().filter(name -> !held.contains(name)).toList();
    }

    /** Space separated in the database. */
    @Converter
    public static class Column implements AttributeConverter<Scopes, String> {

        @Override
        public String convertToDatabaseColumn(Scopes scopes) {
            return String.join(" ", scopes.names());
        }

        @Override
        public Scopes convertToEntityAttribute(String column) {
            return parse(column);
        }
    }

    static Scopes parse(String column) {
        return new Scopes(
                Arrays.stream(column.split(" "))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()));
    }
}
