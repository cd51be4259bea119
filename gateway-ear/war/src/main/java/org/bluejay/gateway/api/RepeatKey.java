package org.bluejay.gateway.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bluejay.gateway.shared.Digests;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Problem;

/**
 * Reads the {@code Idempotency-Key} of a request and tells what the request is, by a fingerprint.
 */
final class RepeatKey {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern PRINTABLE =
            Pattern.compile("[\\x20-\\x7E]{1," + IdempotencyKey.MAX_LENGTH + "}");

    private RepeatKey() {}

    /**
     * The key, if there is one; the body stays readable.
     *
     * @throws Problem 422 when there is one that cannot be
     */
    static Optional<IdempotencyKey> of(ContainerRequestContext request) throws IOException {
        List<String> sent = request.getHeaders().get(HEADER);
        if (sent == null || sent.isEmpty()) {
            return Optional.empty();
        }
        if (sent.size() > 1 || !PRINTABLE.matcher(sent.get(0)).matches()) {
            throw Problem.invalid(
                    HEADER,
                    "must be there once, with 1 to "
                            + IdempotencyKey.MAX_LENGTH
                            + " printable ASCII characters");
        }
        byte[] body = BodyReader.bytes(request.getEntityStream());
        request.setEntityStream(new ByteArrayInputStream(body));
        return Optional.of(
                new IdempotencyKey(
                        sent.get(0),
                        fingerprint(request.getMethod(), request.getUriInfo().getPath(), body)));
    }

    /** SHA-256 over method, path without outer slashes, and the body's canonical JSON. */
    static byte[] fingerprint(String method, String path, byte[] body) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        String head = method + "\n" + path.replaceAll("^/+|/+$", "") + "\n";
        whole.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(BodyReader.canonical(body));
        return Digests.sha256(whole.toByteArray());
    }
}
