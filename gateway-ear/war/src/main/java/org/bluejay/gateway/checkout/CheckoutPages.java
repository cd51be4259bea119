package org.bluejay.gateway.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.bluejay.gateway.page.Language;
import org.bluejay.gateway.page.Page;
import org.bluejay.gateway.page.Pages;
import org.bluejay.gateway.page.Words;

/** Draws the checkout's pages. */
@ApplicationScoped
class CheckoutPages {

    private static final int VERSION_DIGITS = 16;

    private final Map<Language, Words> words = Words.of(CheckoutPages.class);

    private final Pages pages;

    /** For the container's proxy, which draws nothing itself. */
    CheckoutPages() {
        this(null);
    }

    @Inject
    CheckoutPages(Pages pages) {
        this.pages = pages;
    }

    Page frame(UriInfo uri, HttpHeaders headers, String below, Map<String, String> query) {
        return Page.of(pages, words, uri, headers, below, query);
    }

    Words words(Language language) {
        return words.get(language);
    }

    byte[] page(CheckoutPage page) {
        return pages.draw("checkout/page.jte", page);
    }

    /** The part that changes, for a page that is live. */
    byte[] live(CheckoutPage page) {
        return pages.draw("checkout/live.jte", page);
    }

    byte[] trouble(Trouble trouble) {
        return pages.draw("checkout/trouble.jte", trouble);
    }

    /** The same text for the same state of an invoice, however many seconds have passed. */
    static String versionOf(CheckoutView view) {
        byte[] state = view.fingerprint().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(state);
            return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
