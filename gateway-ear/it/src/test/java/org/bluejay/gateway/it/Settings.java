package org.bluejay.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every setting of the gateway: as its code reads it, and as operators are told of it. */
final class Settings {

    private static final Path ROOT = Path.of(System.getProperty("bluejay.root"));

    private static final Pattern INJECTED =
            Pattern.compile(
                    "@ConfigProperty\\(\\s*name = \"([^\"]+)\"(?:,\\s*defaultValue ="
                            + " \"([^\"]*)\")?");

    private static final Pattern NAMED = Pattern.compile("\"(bluejay(?:\\.[a-z]+(?:-[a-z]+)*)+)\"");

    /** Texts that look like settings: files, and what requests carry within the server. */
    private static final Set<String> OTHER_NAMES =
            Set.of("bluejay.war", "bluejay.sent", "bluejay.conf", "bluejay.conf.new");

    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private Settings() {}

    /** Those of the war, which say their default where they are injected; empty for none. */
    static Map<String, Optional<String>> injected() {
        Map<String, Optional<String>> found = new TreeMap<>();
        for (String source : sources("war")) {
            INJECTED.matcher(source)
                    .results()
                    .forEach(
                            one ->
                                    found.put(
                                            one.group(1),
                                            Optional.ofNullable(one.group(2))
                                                    .filter(value -> !value.isBlank())));
        }
        return found;
    }

    /** All that any part names, injected or not. */
    static Set<String> named() {
        Set<String> found = new TreeSet<>();
        for (String source : sources("war", "bootstrap", "dist")) {
            NAMED.matcher(source).results().map(one -> one.group(1)).forEach(found::add);
        }
        found.removeAll(OTHER_NAMES);
        return found;
    }

    /** What docs/operations.md says, with defaults as there; empty for none. */
    static Map<String, Optional<String>> documented() {
        Map<String, Optional<String>> found = new TreeMap<>();
        read(ROOT.resolve("docs/operations.md"))
                .lines()
                .filter(line -> line.startsWith("| `bluejay."))
                .map(line -> line.split("\\|", -1))
                .forEach(
                        cells -> {
                            List<String> names = codes(cells[1]);
                            List<String> defaults = codes(cells[2]);
                            for (int i = 0; i < names.size(); i++) {
                                found.put(
                                        names.get(i),
                                        cells[2].strip().startsWith("none")
                                                ? Optional.empty()
                                                : Optional.of(defaults.get(i)));
                            }
                        });
        return found;
    }

    /** The environment variable of a setting, as MicroProfile Config wants it. */
    static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map((MatchResult one) -> one.group(1)).toList();
    }

    private static List<String> sources(String... modules) {
        List<String> found = new ArrayList<>();
        for (String module : modules) {
            Path folder = ROOT.resolve("gateway-ear").resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Settings::read)
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }
}
