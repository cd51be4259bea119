package org.bluejay.network.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Secret;

/**
 * Signs callbacks with HMAC-SHA256 over the timestamp, a point and the raw body, and knows its own
 * signature again. The timestamp's age is not judged: a report that is heard late, or twice, does
 * no harm, and the shop's clock may have been moved by weeks in between.
 */
final class CallbackSigner {

    static final String TIMESTAMP = "x-sandbox-timestamp";
    static final String SIGNATURE = "x-sandbox-signature";

    private final Secret secret;

    CallbackSigner(Secret secret) {
        this.secret = secret;
    }

    /** The signature in lower-case hexadecimal. */
    String sign(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK lacks HMAC-SHA256", impossible);
        }
    }

    boolean isSigned(InboundCallback callback) {
        Optional<String> timestamp = callback.header(TIMESTAMP);
        Optional<String> signature = callback.header(SIGNATURE);
        return timestamp.isPresent()
                && signature.isPresent()
                && MessageDigest.isEqual(
                        sign(timestamp.get(), callback.body()).getBytes(StandardCharsets.UTF_8),
                        signature.get().getBytes(StandardCharsets.UTF_8));
    }
}
