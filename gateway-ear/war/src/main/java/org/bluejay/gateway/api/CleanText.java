package org.bluejay.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.bluejay.gateway.shared.Problem;

/**
 * Refuses texts that no database and no page can keep as they are: control characters, U+0000 among
 * them, and halves of characters.
 */
final class CleanText {

    private CleanText() {}

    /**
     * @throws Problem 422 naming the first text that will not do
     */
    static void check(JsonNode tree) {
        check(tree, "");
    }

    private static void check(JsonNode node, String path) {
        if (node.isTextual()) {
            fault(node.textValue()).ifPresent(fault -> refuse(path, fault));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), path + "[" + i + "]");
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String parent = path.isEmpty() ? "" : path + ".";
                fault(field.getKey())
                        .ifPresent(fault -> refuse(parent + "?", "has a name that " + fault));
                check(field.getValue(), parent + field.getKey());
            }
        }
    }

    private static void refuse(String path, String fault) {
        throw Problem.invalid(path, fault);
    }

    private static Optional<String> fault(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return Optional.of("holds a control character (U+%04X)".formatted((int) c));
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("holds half of a character (U+%04X)".formatted((int) c));
            }
        }
        return Optional.empty();
    }
}
