package org.bluejay.gateway.checkout;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bluejay.connector.Setting;
import org.bluejay.connector.network.MethodDescriptor;

/**
 * What a payer answered to a method's questions.
 *
 * @param typed by name of the question, without white space around
 * @param faults keys of sentences about what is wrong, by name
 * @param given whether the form had the questions at all
 */
record Answers(Map<String, String> typed, Map<String, String> faults, boolean given) {

    /** Before a question's name in the form, so that no question can be taken for our own field. */
    static final String PREFIX = "input-";

    static Answers of(MethodDescriptor method, MultivaluedMap<String, String> form) {
        Map<String, String> typed = new HashMap<>();
        boolean given = false;
        for (Setting question : method.inputs().settings()) {
            String answer = form.getFirst(PREFIX + question.name());
            given |= answer != null;
            if (answer != null && !answer.isBlank()) {
                typed.put(question.name(), answer.strip());
            }
        }
        return new Answers(Map.copyOf(typed), faultsOf(method, typed), given);
    }

    private static Map<String, String> faultsOf(
            MethodDescriptor method, Map<String, String> typed) {
        Map<String, String> faulty = method.inputs().validate(typed);
        Map<String, String> faults = new LinkedHashMap<>();
        for (Setting question : method.inputs().settings()) {
            if (faulty.containsKey(question.name())) {
                faults.put(
                        question.name(),
                        typed.containsKey(question.name())
                                ? sentenceFor(question.type())
                                : "fault.required");
            }
        }
        return faults;
    }

    private static String sentenceFor(Setting.Type type) {
        return switch (type) {
            case PHONE -> "fault.phone";
            case WHOLE_NUMBER, DECIMAL -> "fault.number";
            case CHOICE, YES_NO -> "fault.choice";
            case TEXT, SECRET, URL -> "fault.format";
        };
    }
}
