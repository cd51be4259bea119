package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** JSON in and out. Decimals are exact; what cannot be read is nothing, and is never quoted. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final int MAX_SCALE = 30;

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty unless it is one whole JSON object or array. */
    static Optional<JsonNode> read(byte[] body) {
        try {
            return Optional.ofNullable(MAPPER.readTree(body)).filter(JsonNode::isContainerNode);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** A field as text, whether it was written as text or as a number; empty when there is none. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isNumber()) {
            return plain(value.decimalValue());
        }
        return value.isTextual() ? value.asText().strip() : "";
    }

    /** Never with an exponent, of which 1E+999999999 would fill the memory with zeros. */
    private static String plain(BigDecimal number) {
        return Math.abs(number.scale()) <= MAX_SCALE ? number.toPlainString() : "";
    }
}
