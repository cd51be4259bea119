package org.bluejay.gateway.page;

import gg.jte.Content;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The frame of one answer: in which language, at which address, with which words. What every
 * template is given beside its own model.
 */
public final class Page {

    private final Pages pages;
    private final Words words;
    private final Optional<Language> asked;
    private final String root;
    private final String self;
    private final Map<String, String> query;

    /**
     * @param words in the language of this answer
     * @param asked the language in the address, kept through every link and form; empty while the
     *     browser's preference rules
     * @param root the context root, with a slash at its end
     * @param self the page's own path below the root
     * @param query what else of the page's address a change of language must keep
     */
    public Page(
            Pages pages,
            Words words,
            Optional<Language> asked,
            String root,
            String self,
            Map<String, String> query) {
        this.pages = pages;
        this.words = words;
        this.asked = asked;
        this.root = root;
        this.self = self;
        this.query = Map.copyOf(query);
    }

    /**
     * The frame of the answer to a request.
     *
     * @param below the page's path in its application, whichever path of it was asked
     * @param query what else of the address a change of language must keep
     */
    public static Page of(
            Pages pages,
            Map<Language, Words> words,
            UriInfo uri,
            HttpHeaders headers,
            String below,
            Map<String, String> query) {
        Optional<Language> asked = Language.of(uri.getQueryParameters().getFirst("lang"));
        Language language =
                asked.orElseGet(
                        () ->
                                Language.preferred(
                                        headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)));
        String base = uri.getBaseUri().getRawPath();
        int application = base.lastIndexOf('/', base.length() - 2) + 1;
        return new Page(
                pages,
                words.get(language),
                asked,
                base.substring(0, application),
                base.substring(application) + below,
                query);
    }

    public Language language() {
        return words.language();
    }

    public List<Language> languages() {
        return List.of(Language.values());
    }

    public String t(String key, Object... arguments) {
        return words.t(key, arguments);
    }

    public Content rich(String key, Object... arguments) {
        return words.rich(key, arguments);
    }

    public String count(String key, long number) {
        return words.count(key, number);
    }

    /** A static file of ours. */
    public String asset(String name) {
        return root + pages.asset(name);
    }

    /** This page, in another language. */
    public String in(Language other) {
        return address(self, Optional.of(other), query);
    }

    /** A page at or below this one, in the language that was asked for. */
    public String to(String below, String... nameAndValue) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i + 1 < nameAndValue.length; i += 2) {
            parameters.put(nameAndValue[i], nameAndValue[i + 1]);
        }
        return address(self + below, asked, parameters);
    }

    /** As {@link #to}, with what else is in this page's address. */
    public String toSame(String below) {
        return address(self + below, asked, query);
    }

    private String address(String path, Optional<Language> lang, Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(name + "=" + encoded(value)));
        lang.ifPresent(language -> pairs.add("lang=" + language.tag()));
        return root + path + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
