package org.bluejay.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.gateway.checkout.CheckoutResource;
import org.bluejay.gateway.sandbox.WalletView;
import org.bluejay.gateway.shopsync.GrantPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All rooms with sentences say the same things in all languages. */
class WordsTest {

    private static final Pattern PLURAL = Pattern.compile("(.+)\\[(.+)]");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    static Stream<Class<?>> rooms() {
        return Stream.of(CheckoutResource.class, WalletView.class, GrantPage.class);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void every_language_has_the_same_sentences(Class<?> room) throws IOException {
        Set<String> english = base(read(room, Language.EN));
        for (Language language : Language.values()) {
            assertThat(base(read(room, language))).as(language.tag()).isEqualTo(english);
        }
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void every_sentence_has_the_same_placeholders(Class<?> room) throws IOException {
        Map<String, String> english = read(room, Language.EN);
        for (Language language : Language.values()) {
            Map<String, String> sentences = read(room, language);
            sentences.forEach(
                    (key, sentence) -> {
                        if (!PLURAL.matcher(key).matches()) {
                            assertThat(placeholders(sentence))
                                    .as(language.tag() + " " + key)
                                    .isEqualTo(placeholders(english.get(key)));
                        }
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void every_plural_has_exactly_the_forms_of_its_language(Class<?> room) throws IOException {
        for (Language language : Language.values()) {
            Set<String> forms =
                    language.plurals().stream()
                            .map(form -> form.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.toCollection(TreeSet::new));
            Map<String, Set<String>> found = new TreeMap<>();
            for (String key : read(room, language).keySet()) {
                var plural = PLURAL.matcher(key);
                if (plural.matches()) {
                    found.computeIfAbsent(plural.group(1), k -> new TreeSet<>())
                            .add(plural.group(2));
                }
            }
            found.forEach((key, has) -> assertThat(has).as(language.tag() + key).isEqualTo(forms));
        }
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void no_sentence_is_empty_or_left_in_english(Class<?> room) throws IOException {
        Map<String, String> english = read(room, Language.EN);
        for (Language language : Language.values()) {
            Map<String, String> sentences = read(room, language);
            assertThat(sentences.values()).as(language.tag()).noneMatch(String::isBlank);
            if (language != Language.EN) {
                assertThat(sentences.entrySet())
                        .as(language.tag())
                        .filteredOn(e -> e.getValue().length() > 12)
                        .noneMatch(e -> e.getValue().equals(english.get(e.getKey())));
            }
        }
    }

    @Test
    void a_missing_sentence_is_a_bug_that_shows() {
        Words words = Words.of(CheckoutResource.class).get(Language.EN);

        assertThatThrownBy(() -> words.t("no.such.sentence")).hasMessageContaining("no.such");
        assertThatThrownBy(() -> words.t("order")).hasMessageContaining("{0}");
        assertThat(words.keys()).contains("order");
    }

    private static Map<String, String> read(Class<?> room, Language language) throws IOException {
        Properties properties = new Properties();
        String file = "words_" + language.tag() + ".properties";
        try (InputStream in = room.getResourceAsStream(file);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> sentences = new TreeMap<>();
        properties.stringPropertyNames().forEach(k -> sentences.put(k, properties.getProperty(k)));
        return sentences;
    }

    private static Set<String> base(Map<String, String> sentences) {
        return sentences.keySet().stream()
                .map(key -> PLURAL.matcher(key).replaceFirst("$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> placeholders(String sentence) {
        return PLACEHOLDER
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
