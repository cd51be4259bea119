package org.bluejay.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.bluejay.gateway.shared.Digests;
import org.bluejay.gateway.shared.Ids;

/**
 * What one signature of a webhook is made with.
 *
 * @param kind how
 * @param text as Standard Webhooks writes it: {@code whsec_…} is shared with the receiver, {@code
 *     whsk_…} is private and never told
 */
record SigningKey(Kind kind, String text) {

    private static final String SHARED = "whsec_";
    private static final String PRIVATE = "whsk_";
    private static final String PUBLIC = "whpk_";
    private static final int KEY_BYTES = 32;

    /** The two signatures of Standard Webhooks. */
    enum Kind {
        /** HMAC-SHA256 with a shared secret. */
        V1,
        /** Ed25519. */
        V1A
    }

    static SigningKey create(Kind kind) {
        return switch (kind) {
            case V1 -> new SigningKey(kind, SHARED + base64(Ids.randomBytes(KEY_BYTES)));
            case V1A -> new SigningKey(kind, PRIVATE + base64(newEd25519()));
        };
    }

    /** {@code v1,…} or {@code v1a,…} over the content. */
    String sign(byte[] content) {
        return switch (kind) {
            case V1 -> "v1," + base64(Digests.hmacSha256(decoded(SHARED), content));
            case V1A -> "v1a," + base64(ed25519(content));
        };
    }

    /** The bytes of the text itself, the key of the plain recipe. */
    byte[] textBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the receiver checks a {@code v1a} signature with. */
    String publicText() {
        byte[] pair = decoded(PRIVATE);
        return PUBLIC + base64(Arrays.copyOfRange(pair, KEY_BYTES, pair.length));
    }

    private byte[] decoded(String prefix) {
        return Base64.getDecoder().decode(text.substring(prefix.length()));
    }

    /** Seed, then public key. */
    private static byte[] newEd25519() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            // An encoded public key ends with the 32 bytes that are the key.
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] both = Arrays.copyOf(seed, 2 * KEY_BYTES);
            System.arraycopy(encoded, encoded.length - KEY_BYTES, both, KEY_BYTES, KEY_BYTES);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private byte[] ed25519(byte[] content) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(
                                    new EdECPrivateKeySpec(
                                            NamedParameterSpec.ED25519,
                                            Arrays.copyOf(decoded(PRIVATE), KEY_BYTES)));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a webhook cannot be signed", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SigningKey[" + kind + "]";
    }
}
