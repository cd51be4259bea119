package org.bluejay.gateway.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;

/**
 * Reads what callers write. Whatever is wrong with it becomes a problem that names the place and
 * never repeats the value.
 */
final class BodyReader {

    /** Most bytes of a body. */
    static final int MOST_BYTES = 64 * 1024;

    private static final ObjectMapper MAPPER = strict();

    private BodyReader() {}

    private static ObjectMapper strict() {
        ObjectMapper mapper = Json.MAPPER.copy();
        mapper.coercionConfigDefaults()
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return mapper;
    }

    /**
     * @throws Problem 413 when there is more than {@link #MOST_BYTES}
     */
    static byte[] bytes(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw Problem.tooLarge("a body has at most " + MOST_BYTES + " bytes");
        }
        return bytes;
    }

    /**
     * The body as a tree.
     *
     * @throws Problem 400 when it is not JSON, 422 when a text in it cannot be kept
     */
    static JsonNode tree(byte[] body) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(utf8(body));
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
        if (tree.isMissingNode()) {
            throw Problem.malformed("there is no body; send a JSON object");
        }
        if (!tree.isObject()) {
            throw Problem.malformed("the body is JSON, but not an object");
        }
        CleanText.check(tree);
        return tree;
    }

    /**
     * The tree as what a resource wants.
     *
     * @throws Problem 422 naming the field that does not fit
     */
    static Object value(JsonNode tree, Type type) {
        try {
            return MAPPER.readerFor(MAPPER.constructType(type)).readValue(tree);
        } catch (JsonMappingException e) {
            throw unfitting(e);
        } catch (IOException e) {
            throw Problem.malformed("the body cannot be read");
        }
    }

    /** The same bytes for the same content, however its fields are ordered and spaced. */
    static byte[] canonical(byte[] body) {
        try {
            JsonNode tree = MAPPER.readTree(body);
            return MAPPER.writer()
                    .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .writeValueAsBytes(tree);
        } catch (IOException notJson) {
            // It will be refused; until then its bytes are what it is.
            return body;
        }
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw Problem.malformed("the body is not UTF-8");
        }
    }

    private static Problem unreadable(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message.startsWith("Duplicate field")
                && e.getProcessor() instanceof JsonParser parser) {
            return Problem.invalid(JsonPath.of(parser.getParsingContext()), "is there twice");
        }
        String where =
                e.getLocation() == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(
                                        e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return Problem.malformed("the body is not well-formed JSON" + where);
    }

    private static Problem unfitting(JsonMappingException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        String field = JsonPath.of(e.getPath());
        if (e instanceof UnrecognizedPropertyException) {
            return Problem.invalid(field, "is not a field of this request");
        }
        if (e instanceof MismatchedInputException mismatched) {
            return Problem.invalid(field, mustBe(mismatched.getTargetType()));
        }
        return Problem.invalid(field, "is not valid");
    }

    private static String mustBe(Class<?> type) {
        if (type == null) {
            return "has the wrong type";
        }
        if (type.isEnum()) {
            return "must be one of " + enumeration(type);
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        return NAMES.getOrDefault(
                type,
                type.isRecord() || Map.class.isAssignableFrom(type)
                        ? "must be an object"
                        : "has the wrong type");
    }

    private static final Map<Class<?>, String> NAMES =
            Map.ofEntries(
                    Map.entry(String.class, "must be a text"),
                    Map.entry(boolean.class, "must be true or false"),
                    Map.entry(Boolean.class, "must be true or false"),
                    Map.entry(int.class, "must be a whole number"),
                    Map.entry(Integer.class, "must be a whole number"),
                    Map.entry(long.class, "must be a whole number"),
                    Map.entry(Long.class, "must be a whole number"),
                    Map.entry(java.math.BigDecimal.class, "must be a number"),
                    Map.entry(java.util.UUID.class, "must be a UUID"),
                    Map.entry(
                            java.time.Instant.class, "must be a time such as 2026-01-31T12:00:00Z"),
                    Map.entry(java.time.Duration.class, "must be a duration such as PT30M"),
                    Map.entry(java.net.URI.class, "must be a URL"));

    private static String enumeration(Class<?> type) {
        return String.join(
                ", ",
                java.util.Arrays.stream(type.getEnumConstants())
                        .map(constant -> MAPPER.convertValue(constant, String.class))
                        .toList());
    }
}
