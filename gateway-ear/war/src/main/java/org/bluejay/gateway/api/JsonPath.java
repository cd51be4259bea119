package org.bluejay.gateway.api;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.List;

/** How a field of a body is called in a problem: {@code customer.phones[1].number}. */
final class JsonPath {

    private final StringBuilder text = new StringBuilder();

    private JsonPath field(String name) {
        if (!text.isEmpty()) {
            text.append('.');
        }
        text.append(printable(name));
        return this;
    }

    private JsonPath index(int index) {
        text.append('[').append(index).append(']');
        return this;
    }

    /** A caller's own names are shown, but not their control characters, nor without end. */
    private static String printable(String name) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return shown.codePoints()
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static String of(List<JsonMappingException.Reference> references) {
        JsonPath path = new JsonPath();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() != null) {
                path.field(reference.getFieldName());
            } else if (reference.getIndex() >= 0) {
                path.index(reference.getIndex());
            }
        }
        return path.text.toString();
    }

    /** Where a parser stands. */
    static String of(JsonStreamContext context) {
        return descend(context).text.toString();
    }

    private static JsonPath descend(JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return new JsonPath();
        }
        JsonPath path = descend(context.getParent());
        if (context.inArray()) {
            return context.hasCurrentIndex() ? path.index(context.getCurrentIndex()) : path;
        }
        return context.getCurrentName() == null ? path : path.field(context.getCurrentName());
    }

    /** Of a violation below a body. */
    static String ofBody(Path violated) {
        JsonPath path = new JsonPath();
        violated.forEach(path::add);
        return path.text.toString();
    }

    /** Of a violation below a method's parameter: the parameter's own name when it is the value. */
    static String ofParameter(Path violated) {
        JsonPath inside = new JsonPath();
        String parameter = "";
        for (Path.Node node : violated) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            } else if (node.getKind() != ElementKind.METHOD) {
                inside.add(node);
            }
        }
        return inside.text.isEmpty() ? parameter : inside.text.toString();
    }

    private void add(Path.Node node) {
        if (node.isInIterable() && node.getIndex() != null) {
            index(node.getIndex());
        } else if (node.isInIterable() && node.getKey() != null) {
            field(node.getKey().toString());
        }
        if (node.getKind() == ElementKind.PROPERTY) {
            field(node.getName());
        }
    }
}
