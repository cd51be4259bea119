package org.bluejay.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final String BODY = "{\"id\":\"é\",\"amount\":\"49.00\"}";

    private final UUID event = Ids.next();
    private final Instant now = Instant.now(java.time.Clock.systemUTC());
    private final SigningKey key = SigningKey.create(Kind.V1);

    @Test
    void the_official_library_verifies_it_and_refuses_a_changed_body() throws Exception {
        Webhook webhook = new Webhook(key.text());
        HttpHeaders headers = headers(List.of(key));

        webhook.verify(BODY, headers);
        assertThatThrownBy(() -> webhook.verify(BODY.replace("49", "94"), headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void both_secrets_verify_while_one_replaces_the_other() {
        SigningKey next = SigningKey.create(Kind.V1);
        HttpHeaders headers = headers(List.of(next, key));

        assertThatCode(() -> new Webhook(key.text()).verify(BODY, headers))
                .doesNotThrowAnyException();
        assertThatCode(() -> new Webhook(next.text()).verify(BODY, headers))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> new Webhook(SigningKey.create(Kind.V1).text()).verify(BODY, headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    /**
     * The recipe in words: hex of HMAC-SHA256 over timestamp and body, keyed by the secret's text.
     */
    @Test
    void the_plain_recipe_verifies_with_a_few_lines() throws Exception {
        Map<String, String> headers = SignedHeaders.of(event, bytes(BODY), now, List.of(key));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(key.text()), "HmacSHA256"));
        byte[] expected = mac.doFinal(bytes(headers.get("X-Bluejay-Timestamp") + BODY));

        assertThat(headers.get("X-Bluejay-Signature"))
                .isEqualTo(HexFormat.of().formatHex(expected));
        assertThat(headers.get("X-Bluejay-Timestamp"))
                .isEqualTo(Long.toString(now.getEpochSecond()));
    }

    @Test
    void an_Ed25519_signature_verifies_with_the_public_key() throws Exception {
        SigningKey asymmetric = SigningKey.create(Kind.V1A);
        Map<String, String> headers =
                SignedHeaders.of(event, bytes(BODY), now, List.of(asymmetric));
        String[] signature = headers.get("webhook-signature").split(",", 2);

        assertThat(signature[0]).isEqualTo("v1a");
        assertThat(asymmetric.publicText()).startsWith("whpk_");
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(publicKey(asymmetric.publicText().substring("whpk_".length())));
        check.update(bytes(event + "." + now.getEpochSecond() + "." + BODY));
        assertThat(check.verify(Base64.getDecoder().decode(signature[1]))).isTrue();
    }

    @Test
    void a_key_does_not_tell_itself() {
        assertThat(key.toString()).doesNotContain(key.text());
    }

    private HttpHeaders headers(List<SigningKey> keys) {
        return HttpHeaders.of(
                SignedHeaders.of(event, bytes(BODY), now, keys).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
                (name, value) -> true);
    }

    /** The 32 bytes in the frame that the JDK reads (RFC 8410). */
    private static PublicKey publicKey(String base64) throws Exception {
        byte[] frame = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] raw = Base64.getDecoder().decode(base64);
        byte[] encoded = java.util.Arrays.copyOf(frame, frame.length + raw.length);
        System.arraycopy(raw, 0, encoded, frame.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
