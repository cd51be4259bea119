package org.bluejay.gateway.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/**
 * One problem that the API tells of, as {@code problems.properties} explains it. Every code that
 * the sources use stands there, with its status.
 *
 * @param meaning what happened, and what to do about it
 */
public record ProblemKind(String code, int status, String meaning) {

    private static final String FILE = "problems.properties";

    /** By status, then by code. */
    static List<ProblemKind> all() {
        Properties explained = new Properties();
        try (InputStream in = ProblemKind.class.getResourceAsStream(FILE)) {
            explained.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        return explained.stringPropertyNames().stream()
                .map(code -> of(code, explained.getProperty(code)))
                .sorted(Comparator.comparing(ProblemKind::status).thenComparing(ProblemKind::code))
                .toList();
    }

    private static ProblemKind of(String code, String line) {
        String[] statusAndMeaning = line.split(" ", 2);
        return new ProblemKind(code, Integer.parseInt(statusAndMeaning[0]), statusAndMeaning[1]);
    }
}
