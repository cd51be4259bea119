package org.bluejay.gateway.event;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bluejay.gateway.shared.Problem;

/**
 * Which events somebody wants to hear of: types by name, {@code invoice.*} for all of one kind,
 * {@code *} for all.
 */
public final class EventTypes {

    public static final EventTypes ALL = new EventTypes(List.of("*"));

    private static final int MOST = 50;
    private static final Pattern PATTERN = Pattern.compile("([a-z_]{1,40})\\.(\\*|[a-z_]{1,40})");

    /** A pattern about anything else could never match, and is a mistake. */
    private static final Set<String> KINDS =
            Set.of("invoice", "payment", "payout", "refund", "dispute", "webhook_endpoint", "test");

    private final List<String> patterns;

    private EventTypes(Collection<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /**
     * What a caller asked for; nothing means all.
     *
     * @throws Problem 422 naming the field {@code types}
     */
    public static EventTypes of(Collection<String> patterns) {
        if (patterns.isEmpty()) {
            return ALL;
        }
        if (patterns.size() > MOST) {
            throw Problem.invalid("types", "must name at most " + MOST + " types");
        }
        patterns.forEach(EventTypes::check);
        return new EventTypes(patterns.stream().distinct().toList());
    }

    /** As {@link #text()} wrote it. */
    public static EventTypes parse(String text) {
        return new EventTypes(List.of(text.split(" ")));
    }

    public boolean matches(String type) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, type));
    }

    public List<String> patterns() {
        return patterns;
    }

    /** For SQL's {@code like any}. */
    public List<String> likePatterns() {
        return patterns.stream()
                .map(pattern -> pattern.replace("_", "\\_").replace('*', '%'))
                .toList();
    }

    /** Space separated. */
    public String text() {
        return String.join(" ", patterns);
    }

    private static boolean matches(String pattern, String type) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }

    private static void check(String pattern) {
        if (pattern == null || pattern.equals("*")) {
            if (pattern == null) {
                throw Problem.invalid("types", "must not contain null");
            }
            return;
        }
        var parts = PATTERN.matcher(pattern);
        if (!parts.matches() || !KINDS.contains(parts.group(1))) {
            throw Problem.invalid(
                    "types", "must contain event types, such as invoice.paid, invoice.* or *");
        }
    }
}
