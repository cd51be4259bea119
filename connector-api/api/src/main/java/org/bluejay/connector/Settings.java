package org.bluejay.connector;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Answers that passed their {@link ConfigSchema}, defaults filled in. Prints names only: values may
 * be secrets.
 */
public final class Settings {

    private final Map<String, String> answers;

    Settings(Map<String, String> answers) {
        this.answers = Map.copyOf(answers);
    }

    /**
     * The answer to a setting that always has one.
     *
     * @throws NoSuchElementException when there is no answer: the schema should have made it
     *     required
     */
    public String text(String name) {
        return find(name)
                .orElseThrow(
                        () -> new NoSuchElementException("setting " + name + " has no answer"));
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(answers.get(name));
    }

    public Secret secret(String name) {
        return new Secret(text(name));
    }

    public long wholeNumber(String name) {
        return Long.parseLong(text(name));
    }

    public boolean yes(String name) {
        return Boolean.parseBoolean(text(name));
    }

    @Override
    public String toString() {
        return "Settings" + answers.keySet().stream().sorted().toList();
    }
}
