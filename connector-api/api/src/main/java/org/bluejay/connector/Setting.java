package org.bluejay.connector;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One question that a connector has for whoever connects it, or that a method has for the payer;
 * from these the host draws its forms and checks the answers before the connector sees them.
 *
 * @param name key of the answer, in camel case
 * @param type what kind of answer it is
 * @param label what a person reads beside the field, in English
 * @param help a sentence that says where the answer is found; may be empty
 * @param required whether there must be an answer
 * @param defaultValue the answer when none is given; empty for none
 * @param pattern a regular expression the whole answer must match; empty for any
 * @param options the answers to choose from; empty for any
 * @param group heading under which the form shows it; empty for none
 * @param dependsOn shown and asked only while another setting has a value: {@code type=till}; empty
 *     for always
 * @param fixed whether it may never change once given: an xpub, a short code, a Pix key
 */
public record Setting(
        String name,
        Type type,
        String label,
        String help,
        boolean required,
        String defaultValue,
        String pattern,
        List<String> options,
        String group,
        String dependsOn,
        boolean fixed) {

    /** Longest answer accepted, in characters. */
    public static final int MAX_LENGTH = 4_096;

    /** Kinds of answers. */
    public enum Type {
        TEXT,
        /** Stored encrypted, never shown again. */
        SECRET,
        WHOLE_NUMBER,
        DECIMAL,
        YES_NO,
        /** One of {@link Setting#options()}. */
        CHOICE,
        /** An absolute https address. */
        URL,
        /** A phone number as a payer types it. */
        PHONE
    }

    public Setting {
        Objects.requireNonNull(type, "type");
        if (!name.matches("[a-z][A-Za-z0-9]{0,39}")) {
            throw new IllegalArgumentException(
                    "a setting's name is camel case of at most 40 characters: " + name);
        }
        options = List.copyOf(options);
        if ((type == Type.CHOICE) == options.isEmpty()) {
            throw new IllegalArgumentException(
                    "setting " + name + ": options go with CHOICE and with nothing else");
        }
        Pattern.compile(pattern);
    }

    /** A setting with nothing but a name, a kind and a label; the methods below add the rest. */
    public static Setting of(String name, Type type, String label) {
        return new Setting(name, type, label, "", false, "", "", List.of(), "", "", false);
    }

    /** One of these answers. */
    public static Setting choice(String name, String label, List<String> options) {
        return new Setting(name, Type.CHOICE, label, "", false, "", "", options, "", "", false);
    }

    public Setting asRequired() {
        return new Setting(
                name,
                type,
                label,
                help,
                true,
                defaultValue,
                pattern,
                options,
                group,
                dependsOn,
                fixed);
    }

    public Setting withDefault(String value) {
        return new Setting(
                name, type, label, help, required, value, pattern, options, group, dependsOn,
                fixed);
    }

    public Setting withHelp(String sentence) {
        return new Setting(
                name,
                type,
                label,
                sentence,
                required,
                defaultValue,
                pattern,
                options,
                group,
                dependsOn,
                fixed);
    }

    public Setting matching(String regex) {
        return new Setting(
                name,
                type,
                label,
                help,
                required,
                defaultValue,
                regex,
                options,
                group,
                dependsOn,
                fixed);
    }

    public Setting inGroup(String heading) {
        return new Setting(
                name,
                type,
                label,
                help,
                required,
                defaultValue,
                pattern,
                options,
                heading,
                dependsOn,
                fixed);
    }

    public Setting onlyWhen(String other, String value) {
        return new Setting(
                name,
                type,
                label,
                help,
                required,
                defaultValue,
                pattern,
                options,
                group,
                other + "=" + value,
                fixed);
    }

    public Setting asFixed() {
        return new Setting(
                name,
                type,
                label,
                help,
                required,
                defaultValue,
                pattern,
                options,
                group,
                dependsOn,
                true);
    }

    /**
     * What is wrong with an answer, in a sentence that names neither the answer nor the setting (it
     * may be a secret); empty when it will do.
     */
    public Optional<String> faultOf(String answer) {
        if (answer.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters");
        }
        if (answer.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("must not contain control characters");
        }
        Optional<String> fault =
                switch (type) {
                    case WHOLE_NUMBER ->
                            faultUnless(answer.matches("-?[0-9]{1,18}"), "must be a whole number");
                    case DECIMAL ->
                            faultUnless(
                                    answer.matches("-?[0-9]{1,20}(\\.[0-9]{1,18})?"),
                                    "must be a decimal number with a point");
                    case YES_NO ->
                            faultUnless(
                                    answer.equals("true") || answer.equals("false"),
                                    "must be true or false");
                    case CHOICE ->
                            faultUnless(
                                    options.contains(answer),
                                    "must be one of " + String.join(", ", options));
                    case URL ->
                            faultUnless(
                                    answer.matches("https://[^\\s/@?#]+([/?][^\\s#]*)?"),
                                    "must be an absolute https address");
                    case PHONE ->
                            faultUnless(
                                    answer.matches("\\+?[0-9 ()-]{6,20}"),
                                    "must be a phone number, such as 0712 345 678");
                    case TEXT, SECRET -> Optional.empty();
                };
        if (fault.isEmpty() && !pattern.isEmpty() && !answer.matches(pattern)) {
            return Optional.of("must match " + pattern);
        }
        return fault;
    }

    private static Optional<String> faultUnless(boolean good, String fault) {
        return good ? Optional.empty() : Optional.of(fault);
    }
}
