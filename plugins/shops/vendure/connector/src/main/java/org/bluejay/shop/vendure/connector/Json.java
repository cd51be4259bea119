package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;

/** JSON in and out. Whole numbers are exact; what cannot be read is never quoted. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty unless it is one whole JSON object. */
    static Optional<JsonNode> readObject(byte[] body) {
        try {
            return Optional.ofNullable(MAPPER.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * @throws OutcomeUnknown when there is no such text: this is no answer of Vendure's
     */
    static String text(JsonNode node, String field) throws OutcomeUnknown {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new OutcomeUnknown("Vendure's answer has no " + field, null);
        }
        return value.textValue();
    }

    static BigInteger whole(JsonNode node, String field) throws OutcomeUnknown {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber()) {
            throw new OutcomeUnknown("Vendure's answer has no whole " + field, null);
        }
        return value.bigIntegerValue();
    }
}
