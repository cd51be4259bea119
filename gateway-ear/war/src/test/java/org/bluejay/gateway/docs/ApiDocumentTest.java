package org.bluejay.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the description of the API promises of itself: complete, explained, and true examples. */
class ApiDocumentTest {

    private static final String ADDRESS = "https://bluejay.example/openapi.json";

    private static final String TEXT = read(Path.of("target/openapi/openapi.json"));

    private static final JsonNode DOCUMENT = parse(TEXT);

    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    registry -> registry.schemas(Map.of(ADDRESS, TEXT)));

    private static final Set<String> VERBS = Set.of("get", "post", "put", "patch", "delete");

    /** Something that has happened; what is noted in the audit log is a command: cancel. */
    private static final Pattern EVENT_TYPE =
            Pattern.compile(
                    "\"((?:invoice|payment|refund|webhook_endpoint|test)\\.(?:[a-z]+d|ping|manual|unknown))\"");

    /** Of {@code Standing}: what becomes of an invoice, without {@code invoice.} before it. */
    private static final Pattern STANDING =
            Pattern.compile("(?:-> |happened\\.add\\()\"([a-z]+)\"");

    @Test
    void is_of_version_3_1() {
        assertThat(DOCUMENT.path("openapi").asText()).startsWith("3.1.");
    }

    @Test
    void has_an_example_of_every_body() {
        List<String> without = new ArrayList<>();
        bodies(
                (where, body) -> {
                    if (body.path("examples").isEmpty()) {
                        without.add(where);
                    }
                });
        assertThat(without).isEmpty();
    }

    @Test
    void examples_are_as_their_schemas_say() {
        List<String> faults = new ArrayList<>();
        bodies(
                (where, body) -> {
                    Schema schema =
                            SCHEMAS.getSchema(
                                    SchemaLocation.of(
                                            ADDRESS + body.path("schema").path("$ref").asText()));
                    for (JsonNode example : body.path("examples")) {
                        faults(schema, example.path("value"))
                                .forEach(fault -> faults.add(where + ": " + fault));
                    }
                });
        assertThat(faults).isEmpty();
    }

    /** The test above is worth something only if it can fail. */
    @Test
    void a_number_is_no_amount() {
        Schema invoice =
                SCHEMAS.getSchema(SchemaLocation.of(ADDRESS + "#/components/schemas/NewInvoice"));

        assertThat(faults(invoice, parse("{\"currencyAmount\":49.0,\"currencySymbol\":\"USD\"}")))
                .isNotEmpty();
        assertThat(
                        faults(
                                invoice,
                                parse("{\"currencyAmount\":\"49,00\",\"currencySymbol\":\"USD\"}")))
                .isNotEmpty();
    }

    @Test
    void explains_every_part_of_every_schema() {
        List<String> unexplained = new ArrayList<>();
        DOCUMENT.path("components")
                .path("schemas")
                .forEachEntry(
                        (schema, said) ->
                                said.path("properties")
                                        .forEachEntry(
                                                (name, property) -> {
                                                    if (isUnexplained(name, property)) {
                                                        unexplained.add(schema + "." + name);
                                                    }
                                                }));
        assertThat(unexplained).isEmpty();
    }

    private static boolean isUnexplained(String name, JsonNode property) {
        return property.path("description").asText().isEmpty()
                // The parts of every envelope.
                && !Set.of("data", "page").contains(name);
    }

    @Test
    void tells_of_every_event_there_is() {
        Set<String> told = new TreeSet<>();
        DOCUMENT.path("webhooks").fieldNames().forEachRemaining(told::add);
        Set<String> emitted = found(EVENT_TYPE, sources("invoice", "refund", "webhook"));
        found(STANDING, sources("invoice/Standing.java"))
                .forEach(change -> emitted.add("invoice." + change));

        assertThat(emitted).hasSizeGreaterThan(10).isEqualTo(told);
    }

    /** Each media type with a schema, and where it stands. */
    private static void bodies(BiConsumer<String, JsonNode> each) {
        for (String part : List.of("paths", "webhooks")) {
            DOCUMENT.path(part)
                    .forEachEntry(
                            (path, item) ->
                                    VERBS.forEach(
                                            verb ->
                                                    bodies(
                                                            verb + " " + path,
                                                            item.path(verb),
                                                            each)));
        }
        DOCUMENT.path("components")
                .path("responses")
                .forEachEntry((name, response) -> content(name, response, each));
    }

    private static void bodies(
            String where, JsonNode operation, BiConsumer<String, JsonNode> each) {
        content(where + " request", operation.path("requestBody"), each);
        operation
                .path("responses")
                .forEachEntry((status, response) -> content(where + " " + status, response, each));
    }

    private static void content(String where, JsonNode holder, BiConsumer<String, JsonNode> each) {
        holder.path("content").forEach(body -> each.accept(where, body));
    }

    private static List<String> faults(Schema schema, JsonNode value) {
        return schema
                .validate(
                        value,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sources(String... rooms) {
        return Stream.of(rooms)
                .flatMap(room -> javaFiles(Path.of("src/main/java/org/bluejay/gateway", room)))
                .map(ApiDocumentTest::read)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Path> javaFiles(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
