package org.bluejay.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page of problems promises: that every problem there is stands on it. */
class ProblemKindTest {

    private static final Pattern TOLD =
            Pattern.compile(
                    "(?:Problem\\.|return"
                        + " )(of|forbidden|conflict|gone|refused)\\(\\s*(?:(\\d{3}|status),\\s*)?\"([a-z]+(?:-[a-z]+)*)\"|new"
                        + " Problem\\(\\s*(\\d{3}),\\s*\"([a-z-]+)\"");

    private static final Map<String, Integer> STATUS =
            Map.of("forbidden", 403, "conflict", 409, "gone", 410, "refused", 422);

    @Test
    void every_code_of_the_sources_is_explained_with_its_status() {
        Map<String, Integer> explained =
                ProblemKind.all().stream()
                        .collect(Collectors.toMap(ProblemKind::code, ProblemKind::status));

        assertThat(codesOfTheSources()).hasSizeGreaterThan(25).isEqualTo(explained);
    }

    @Test
    void explains_each_in_sentences() {
        assertThat(ProblemKind.all())
                .allSatisfy(kind -> assertThat(kind.meaning()).matches("[A-Z].*\\."));
    }

    private static Map<String, Integer> codesOfTheSources() {
        Map<String, Integer> codes = new TreeMap<>();
        for (String source : sources()) {
            Matcher told = TOLD.matcher(source);
            while (told.find()) {
                boolean whole = told.group(5) != null;
                codes.put(
                        whole ? told.group(5) : told.group(3),
                        whole ? Integer.valueOf(told.group(4)) : status(told));
            }
        }
        return codes;
    }

    /** A status that is not written down is that of a request which cannot be read. */
    private static int status(Matcher told) {
        if (told.group(2) == null) {
            return STATUS.get(told.group(1));
        }
        return told.group(2).equals("status") ? 400 : Integer.parseInt(told.group(2));
    }

    private static Iterable<String> sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ProblemKindTest::read)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
