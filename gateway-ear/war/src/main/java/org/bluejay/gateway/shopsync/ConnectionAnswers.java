package org.bluejay.gateway.shopsync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.gateway.shared.Problem;

/** What a caller answers to a connector's questions. Its promise: a fault is told by its field. */
final class ConnectionAnswers {

    private ConnectionAnswers() {}

    /**
     * @return all answers, defaults filled in
     * @throws Problem 422 when they do not pass the connector's schema
     */
    static Map<String, String> checked(ConfigSchema schema, Map<String, String> answers) {
        Map<String, String> given = new TreeMap<>();
        answers.forEach((name, answer) -> given.put(name, answer == null ? "" : answer));
        refuse(schema.validate(given));
        Settings settled = schema.settle(given);
        Map<String, String> all = new LinkedHashMap<>();
        for (Setting setting : schema.settings()) {
            settled.find(setting.name()).ifPresent(answer -> all.put(setting.name(), answer));
        }
        return all;
    }

    /**
     * Of a shop whose key is yet to come: what is asked for and secret may be missing.
     *
     * @return the answers that were given
     * @throws Problem 422 when these do not pass the connector's schema
     */
    static Map<String, String> withoutKey(ConfigSchema schema, Map<String, String> answers) {
        Map<String, String> given = new TreeMap<>(answers);
        given.values().removeIf(answer -> answer == null || answer.isEmpty());
        Map<String, String> faults = new LinkedHashMap<>(schema.validate(given));
        schema.settings().stream()
                .filter(setting -> setting.type() == Setting.Type.SECRET)
                .map(Setting::name)
                .filter(name -> !given.containsKey(name))
                .forEach(faults::remove);
        refuse(faults);
        return given;
    }

    private static void refuse(Map<String, String> faults) {
        if (!faults.isEmpty()) {
            throw Problem.invalid(
                    faults.entrySet().stream()
                            .map(
                                    fault ->
                                            new Problem.Field(
                                                    "settings." + fault.getKey(), fault.getValue()))
                            .toList());
        }
    }

    /**
     * The connection's own with others in their places; all of them when its own do not open.
     *
     * @throws Problem 422 also when they would make it another shop's
     */
    static Map<String, String> merged(
            ConfigSchema schema, Connection connection, Map<String, String> settings) {
        Map<String, String> merged = new TreeMap<>(connection.answers());
        merged.keySet().retainAll(schema.settings().stream().map(Setting::name).toList());
        settings.forEach((name, answer) -> merged.put(name, answer == null ? "" : answer));
        Map<String, String> next = checked(schema, merged);
        List<Problem.Field> fixed =
                schema.settings().stream()
                        .filter(Setting::fixed)
                        .map(Setting::name)
                        .filter(connection.changedBy(next)::contains)
                        .filter(connection.answers()::containsKey)
                        .map(
                                name ->
                                        new Problem.Field(
                                                "settings." + name,
                                                "never changes: connect another shop"))
                        .toList();
        if (!fixed.isEmpty()) {
            throw Problem.invalid(fixed);
        }
        return next;
    }
}
