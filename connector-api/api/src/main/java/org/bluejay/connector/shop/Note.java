package org.bluejay.connector.shop;

import java.util.Objects;

/**
 * Something the shop's staff should know about an order.
 *
 * @param orderId the platform's own id
 * @param reference the same note again has the same: at most 64 characters of letters, digits and
 *     dashes
 * @param text plain, in English, at most {@link #MAX_TEXT} characters; nothing of the payer's
 */
public record Note(String orderId, String reference, String text) {

    /** Longest text, in characters; every platform known takes as much. */
    public static final int MAX_TEXT = 500;

    public Note {
        Objects.requireNonNull(orderId, "orderId");
        if (!reference.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("not a note's reference: " + reference);
        }
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("a note has 1 to " + MAX_TEXT + " characters");
        }
    }
}
