package org.bluejay.gateway.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must be read back: AES-256-GCM under the gateway's key, bound to the row it belongs
 * to, so that a sealed value copied into another row does not open.
 *
 * <p>Layout: version (1 byte), key id (4), IV (12), ciphertext with its tag.
 */
public final class Secrets {

    private static final byte VERSION = 1;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + IV_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<Integer, SecretKey> keys;
    private final int current;

    /**
     * @param current the key that seals from now on, 32 bytes
     * @param earlier keys that still open what they sealed
     */
    public Secrets(byte[] current, byte[]... earlier) {
        Map<Integer, SecretKey> byId = new java.util.HashMap<>();
        for (byte[] key : earlier) {
            byId.put(idOf(key), keyOf(key));
        }
        byId.put(idOf(current), keyOf(current));
        this.keys = Map.copyOf(byId);
        this.current = idOf(current);
    }

    /** Seals bytes for the row {@code owner}. */
    public byte[] seal(UUID owner, byte[] plain) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        byte[] cipherText = run(Cipher.ENCRYPT_MODE, keys.get(current), iv, owner, plain);
        return ByteBuffer.allocate(HEADER_BYTES + cipherText.length)
                .put(VERSION)
                .putInt(current)
                .put(iv)
                .put(cipherText)
                .array();
    }

    public byte[] seal(UUID owner, String plain) {
        return seal(owner, plain.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Opens what was sealed for the row {@code owner}.
     *
     * @throws IllegalStateException when it was sealed for another row, by an unknown key, or has
     *     been altered
     */
    public byte[] open(UUID owner, byte[] sealed) {
        if (sealed.length < HEADER_BYTES || sealed[0] != VERSION) {
            throw new IllegalStateException("not a sealed value");
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        int keyId = buffer.getInt();
        SecretKey key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException(
                    "sealed with key "
                            + HexFormat.of().toHexDigits(keyId)
                            + ", which is not configured: put it into bluejay.secret-key.earlier");
        }
        byte[] iv = new byte[IV_BYTES];
        buffer.get(iv);
        byte[] cipherText = new byte[buffer.remaining()];
        buffer.get(cipherText);
        return run(Cipher.DECRYPT_MODE, key, iv, owner, cipherText);
    }

    public String openText(UUID owner, byte[] sealed) {
        return new String(open(owner, sealed), StandardCharsets.UTF_8);
    }

    private static byte[] run(int mode, SecretKey key, byte[] iv, UUID owner, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(owner.toString().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed value of row " + owner + " does not open", e);
        }
    }

    private static SecretKey keyOf(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("the gateway's key has 32 bytes, not " + key.length);
        }
        return new SecretKeySpec(key, "AES");
    }

    private static int idOf(byte[] key) {
        return ByteBuffer.wrap(Digests.sha256(key)).getInt();
    }
}
