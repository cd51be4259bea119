package org.bluejay.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All questions of one form, as data. The host checks answers against it, so that a connector is
 * only ever opened with settings that passed.
 *
 * @param settings in the order in which a form shows them; names are unique
 */
public record ConfigSchema(List<Setting> settings) {

    public ConfigSchema {
        settings = List.copyOf(settings);
        if (settings.stream().map(Setting::name).distinct().count() != settings.size()) {
            throw new IllegalArgumentException("two settings have the same name");
        }
    }

    public static ConfigSchema of(Setting... settings) {
        return new ConfigSchema(List.of(settings));
    }

    /**
     * Checks every answer.
     *
     * @param answers by name of the setting
     * @return what is wrong, by name of the setting or of the unknown answer; empty when all is
     *     well
     */
    public Map<String, String> validate(Map<String, String> answers) {
        Map<String, String> faults = new LinkedHashMap<>();
        Map<String, Setting> known =
                settings.stream().collect(Collectors.toMap(Setting::name, s -> s));
        answers.keySet().stream()
                .filter(name -> !known.containsKey(name))
                .forEach(name -> faults.put(name, "is not a setting"));
        for (Setting setting : settings) {
            faultOf(setting, answers).ifPresent(fault -> faults.put(setting.name(), fault));
        }
        return faults;
    }

    /**
     * The answers with defaults filled in.
     *
     * @throws IllegalArgumentException when {@link #validate} finds a fault; the message names the
     *     settings, never their values
     */
    public Settings settle(Map<String, String> answers) {
        Map<String, String> faults = validate(answers);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("settings refused: " + faults);
        }
        Map<String, String> settled = new LinkedHashMap<>();
        for (Setting setting : settings) {
            String answer = answerTo(setting, answers);
            if (!answer.isEmpty() && isAsked(setting, answers)) {
                settled.put(setting.name(), answer);
            }
        }
        return new Settings(settled);
    }

    private Optional<String> faultOf(Setting setting, Map<String, String> answers) {
        if (!isAsked(setting, answers)) {
            return Optional.empty();
        }
        String answer = answerTo(setting, answers);
        if (answer.isEmpty()) {
            return setting.required() ? Optional.of("is required") : Optional.empty();
        }
        return setting.faultOf(answer);
    }

    private boolean isAsked(Setting setting, Map<String, String> answers) {
        if (setting.dependsOn().isEmpty()) {
            return true;
        }
        String[] condition = setting.dependsOn().split("=", 2);
        return settings.stream()
                .filter(other -> other.name().equals(condition[0]))
                .anyMatch(other -> answerTo(other, answers).equals(condition[1]));
    }

    private static String answerTo(Setting setting, Map<String, String> answers) {
        String answer = answers.get(setting.name());
        return answer == null || answer.isEmpty() ? setting.defaultValue() : answer;
    }
}
