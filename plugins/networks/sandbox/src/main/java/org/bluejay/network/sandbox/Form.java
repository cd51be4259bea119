package org.bluejay.network.sandbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Named texts in a row, written as {@code application/x-www-form-urlencoded}: the one encoding of
 * this network, on the wire and in the store. A name stands once; what is read was what was
 * written.
 */
final class Form {

    private final Map<String, String> fields = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException when it is not a form or says something twice
     */
    static Form parse(String text) {
        Form form = new Form();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not a form: a field has no name");
            }
            String name = decode(pair.substring(0, equals));
            if (form.fields.putIfAbsent(name, decode(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("a form that names a field twice");
            }
        }
        return form;
    }

    Form with(String name, Object value) {
        fields.put(name, value.toString());
        return this;
    }

    /**
     * @throws IllegalArgumentException when there is no such field
     */
    String text(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a form without " + name);
        }
        return value;
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    /** The form as text; fields in the order in which they were given. */
    String encoded() {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
