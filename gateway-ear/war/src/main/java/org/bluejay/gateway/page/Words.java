package org.bluejay.gateway.page;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import gg.jte.html.escape.Escape;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bluejay.connector.Money;

/**
 * The sentences of one room in one language, from {@code words_<tag>.properties} beside its classes
 * (UTF-8; {@code {0}} stands for an argument, {@code key[few]} for a plural form). A sentence that
 * is missing is a bug and says so at once; nothing falls back to another language in silence.
 */
public final class Words {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    /** Left-to-right isolate and its end: an amount inside a sentence that runs the other way. */
    private static final char LTR_ISOLATE = '\u2066';

    private static final char END_ISOLATE = '\u2069';

    private final Language language;
    private final Map<String, Sentence> sentences;

    private Words(Language language, Map<String, Sentence> sentences) {
        this.language = language;
        this.sentences = sentences;
    }

    /** All sentences of a room, by language. */
    public static Map<Language, Words> of(Class<?> room) {
        Map<Language, Words> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, load(room, language));
        }
        return all;
    }

    private static Words load(Class<?> room, Language language) {
        String file = "words_" + language.tag() + ".properties";
        Properties read = new Properties();
        try (InputStream in = room.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(room.getPackageName() + " has no " + file);
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            read.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Sentence> sentences = new HashMap<>();
        read.stringPropertyNames()
                .forEach(key -> sentences.put(key, Sentence.parse(read.getProperty(key))));
        return new Words(language, Map.copyOf(sentences));
    }

    public Language language() {
        return language;
    }

    /** Every key there is. */
    Set<String> keys() {
        return new TreeSet<>(sentences.keySet());
    }

    /** The sentence as plain text: for titles, attributes and buttons. */
    public String t(String key, Object... arguments) {
        StringBuilder text = new StringBuilder();
        sentence(key)
                .write(text::append, index -> text.append(plain(argument(key, arguments, index))));
        return text.toString();
    }

    /**
     * The sentence as HTML, each argument in a {@code bdi} of its own, so that a name or an amount
     * reads right in every direction. Arguments are escaped.
     */
    public Content rich(String key, Object... arguments) {
        return output ->
                sentence(key)
                        .write(
                                text -> Escape.htmlContent(text, output),
                                index -> writeIsolated(argument(key, arguments, index), output));
    }

    /** The sentence in the plural form that goes with a number, which is its argument. */
    public String count(String key, long number) {
        String form = language.plural(number).name().toLowerCase(Locale.ROOT);
        return t(key + "[" + form + "]", number);
    }

    private void writeIsolated(Object argument, TemplateOutput output) {
        boolean money = argument instanceof Money;
        String text = money ? language.money((Money) argument) : argument.toString();
        // Without a letter to go by, "0712 *** 678" would be turned round in Arabic.
        boolean leftToRight = money || text.chars().noneMatch(Character::isLetter);
        output.writeContent(leftToRight ? "<bdi dir=\"ltr\">" : "<bdi>");
        Escape.htmlContent(text, output);
        output.writeContent("</bdi>");
    }

    private String plain(Object argument) {
        if (!(argument instanceof Money money)) {
            return argument.toString();
        }
        String text = language.money(money);
        return language.isRightToLeft() ? LTR_ISOLATE + text + END_ISOLATE : text;
    }

    private static Object argument(String key, Object[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException(key + " wants an argument {" + index + "}");
        }
        return arguments[index];
    }

    private Sentence sentence(String key) {
        Sentence sentence = sentences.get(key);
        if (sentence == null) {
            throw new IllegalStateException("no sentence " + key + " in " + language);
        }
        return sentence;
    }

    /** A sentence cut at its placeholders: a String is text, an Integer an argument's index. */
    private record Sentence(List<Object> pieces) {

        static Sentence parse(String text) {
            List<Object> pieces = new ArrayList<>();
            Matcher placeholder = PLACEHOLDER.matcher(text);
            int from = 0;
            while (placeholder.find()) {
                pieces.add(text.substring(from, placeholder.start()));
                pieces.add(Integer.valueOf(placeholder.group(1)));
                from = placeholder.end();
            }
            pieces.add(text.substring(from));
            return new Sentence(List.copyOf(pieces));
        }

        void write(Consumer<String> text, IntConsumer argument) {
            for (Object piece : pieces) {
                if (piece instanceof Integer index) {
                    argument.accept(index);
                } else {
                    text.accept((String) piece);
                }
            }
        }
    }
}
