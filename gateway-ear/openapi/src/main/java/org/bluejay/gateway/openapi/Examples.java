package org.bluejay.gateway.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.MediaType;

/**
 * What each operation is sent and answers, from {@code examples/<operationId>.json}: an object with
 * {@code request} and {@code answer}, as far as there are bodies.
 */
final class Examples {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Examples() {}

    /** Puts the request's or the answer's example where it belongs. */
    static void attach(MediaType content, String operation, String which) {
        read(operation)
                .map(example -> example.get(which))
                .ifPresent(
                        value ->
                                content.addExample(
                                        "example", OASFactory.createExample().value(value)));
    }

    private static Optional<Map<String, Object>> read(String operation) {
        String file = "/examples/" + operation + ".json";
        try (InputStream in = Examples.class.getResourceAsStream(file)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            MAPPER.readValue(
                                    in,
                                    MAPPER.getTypeFactory()
                                            .constructMapType(
                                                    LinkedHashMap.class,
                                                    String.class,
                                                    Object.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
