package org.bluejay.gateway.shared;

import com.github.f4b6a3.uuid.UuidCreator;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Names for things: ids that rise with time, and tokens that nobody can guess. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Ids() {}

    /** A UUIDv7 of now (RFC 9562), system time: rows and partitions are ordered by it. */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    /** The id that a caller wrote, when it is one in plain text; anything else names nothing. */
    public static Optional<UUID> parse(String text) {
        if (text == null || text.length() != 36) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text.toLowerCase(Locale.ROOT))
                    ? Optional.of(id)
                    : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** A random base62 text; 22 characters hold 131 bits. */
    public static String token(int length) {
        StringBuilder token = new StringBuilder(length);
        byte[] bytes = new byte[length * 2];
        while (token.length() < length) {
            RANDOM.nextBytes(bytes);
            for (int i = 0; i < bytes.length && token.length() < length; i++) {
                int sixBits = bytes[i] & 63;
                // 62 and 63 are thrown away, so that every character is equally likely.
                if (sixBits < 62) {
                    token.append(BASE62.charAt(sixBits));
                }
            }
        }
        return token.toString();
    }

    /** Random bytes for a secret. */
    public static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
