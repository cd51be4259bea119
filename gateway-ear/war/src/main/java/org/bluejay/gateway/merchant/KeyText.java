package org.bluejay.gateway.merchant;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Digests;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;

/**
 * The text of a key: {@code bjk_live_} or {@code bjk_sandbox_}, 28 random characters, 6 of
 * checksum. The prefix tells people and secret scanners what it is; the checksum tells a typing
 * mistake from a key without asking the database. Prints as its hint.
 */
final class KeyText {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 28;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int HINT_LENGTH = 6;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "bjk_(live|sandbox)_[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECKSUM_LENGTH) + "}");

    private final String text;

    private KeyText(String text) {
        this.text = text;
    }

    /** 166 random bits, of which the hint gives away 36. */
    static KeyText random(Environment environment) {
        String body =
                "bjk_" + EnvironmentConverter.text(environment) + "_" + Ids.token(RANDOM_LENGTH);
        return new KeyText(body + checksum(body));
    }

    /** The key that a caller sent; empty when it cannot be one. */
    static Optional<KeyText> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        int end = text.length() - CHECKSUM_LENGTH;
        return text.substring(end).equals(checksum(text.substring(0, end)))
                ? Optional.of(new KeyText(text))
                : Optional.empty();
    }

    /** CRC-32 in base62, most significant digit first. */
    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }

    /** A key has so much chance in it that one fast hash hides it. */
    byte[] hash() {
        return Digests.sha256(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Its first characters, to tell keys apart. */
    String hint() {
        return text.substring(0, text.lastIndexOf('_') + 1 + HINT_LENGTH);
    }

    /** The key itself, for the one answer that tells it. */
    String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return hint() + "…";
    }
}
