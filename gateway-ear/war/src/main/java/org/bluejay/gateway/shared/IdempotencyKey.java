package org.bluejay.gateway.shared;

import java.util.Arrays;

/**
 * What a caller calls one request, so that it can be sent again.
 *
 * @param key the header's value, 1 to 255 characters
 * @param fingerprint SHA-256 over method, path and the canonical JSON of the body: the same key
 *     with another request is a mistake, and is told apart by this
 */
public record IdempotencyKey(String key, byte[] fingerprint) {

    /** Most characters of a key. */
    public static final int MAX_LENGTH = 255;

    public IdempotencyKey {
        fingerprint = fingerprint.clone();
    }

    @Override
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    public boolean hasFingerprint(byte[] other) {
        return Arrays.equals(fingerprint, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdempotencyKey that
                && key.equals(that.key)
                && Arrays.equals(fingerprint, that.fingerprint);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(fingerprint);
    }
}
