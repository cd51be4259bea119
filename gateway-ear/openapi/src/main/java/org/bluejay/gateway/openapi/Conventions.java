package org.bluejay.gateway.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * What a name says about a text, everywhere in the API: sums are decimal strings, ids are UUIDs,
 * addresses are URIs. A pattern in a record says more and is kept.
 */
final class Conventions {

    /** Never in scientific notation, never with a sign. */
    static final String DECIMAL = "^[0-9]+(\\.[0-9]+)?$";

    private static final Pattern SUM =
            Pattern.compile("amount|[a-z]+Amount|amount[A-Z][a-z]+|rate|minimum|maximum|increment");

    private static final Set<String> IDS = Set.of("shopId", "invoiceId", "eventId", "objectId");

    private static final Set<String> TIMES = Set.of("createdAfter", "createdBefore");

    /** The pattern by which records check ids; its format says the same and more. */
    private static final Pattern ID_PATTERN = Pattern.compile("\\[0-9a-fA-F]\\{8}.*");

    /** A pattern that only lists words. */
    private static final Pattern CHOICE = Pattern.compile("[a-z-]+(\\|[a-z-]+)+");

    /** What the generator makes of {@code @NotBlank}. */
    private static final String NOT_BLANK = "\\S";

    private static final Map<String, String> WORDS =
            Map.of(
                    "id", "Its id.",
                    "shopId", "The shop it belongs to.",
                    "shopId?", "Only of this shop.",
                    "invoice", "The invoice's id or its link.",
                    "environment", "The world it lives in.",
                    "createdAt", "When it was made.",
                    "requestId", "The id of the request, also in `X-Request-Id`.");

    private Conventions() {}

    /** Sharpens the schema of a text by its name; leaves all else alone. */
    static void sharpen(String name, Schema schema) {
        if (schema.getType() == null || !schema.getType().equals(List.of(SchemaType.STRING))) {
            return;
        }
        String pattern = schema.getPattern();
        if ("uuid".equals(schema.getFormat())
                || (pattern != null && ID_PATTERN.matcher(pattern).matches())) {
            schema.pattern(null).format("uuid");
        } else if (TIMES.contains(name)) {
            schema.pattern(null).format("date-time");
        } else if (pattern != null && CHOICE.matcher(pattern).matches()) {
            schema.pattern(null).enumeration(List.of((Object[]) pattern.split("\\|")));
        } else if (pattern != null && !pattern.equals(NOT_BLANK)) {
            schema.pattern(whole(pattern));
        } else if (SUM.matcher(name).matches()) {
            schema.pattern(DECIMAL);
        } else if (IDS.contains(name)) {
            schema.format("uuid");
        } else if (name.equals("url") || name.endsWith("Url")) {
            schema.format("uri");
        } else if (name.equals("location")) {
            schema.format("uri-reference");
        } else if (name.equals("email")) {
            schema.format("email");
        } else if (name.equals("environment")) {
            schema.enumeration(List.of("live", "sandbox"));
        }
    }

    /** What is said of a name that explains itself. */
    static Optional<String> words(String name) {
        return Optional.ofNullable(WORDS.get(name));
    }

    /** In Java a pattern must match the whole text, in JSON Schema some part of it. */
    private static String whole(String pattern) {
        if (pattern.startsWith("^")) {
            return pattern;
        }
        return pattern.contains("|") ? "^(" + pattern + ")$" : "^" + pattern + "$";
    }
}
