package org.bluejay.gateway.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.InboundCallback;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;

/** Requests from outside as they are kept: whole, and sealed, since they may hold payers' data. */
@ApplicationScoped
public class SealedRequests {

    private static final System.Logger LOG = System.getLogger(SealedRequests.class.getName());

    @Inject Secrets secrets;

    /** The request as it is sealed; the body travels as base64. */
    private record Request(
            String method,
            String token,
            String query,
            Map<String, List<String>> headers,
            byte[] body) {}

    /** Seals a request for the row {@code id}. */
    public byte[] seal(UUID id, InboundCallback request) {
        return secrets.seal(
                id,
                Json.bytes(
                        new Request(
                                request.method(),
                                request.token(),
                                request.query(),
                                request.headers(),
                                request.body())));
    }

    /**
     * What was sealed for the row {@code id}.
     *
     * @return empty when the seal does not open: an earlier key may be missing
     */
    public Optional<InboundCallback> open(UUID id, byte[] sealed) {
        try {
            Request request = Json.read(secrets.open(id, sealed), Request.class);
            return Optional.of(
                    new InboundCallback(
                            request.method,
                            request.token,
                            request.query,
                            request.headers,
                            request.body));
        } catch (IllegalStateException unopened) {
            LOG.log(Level.ERROR, "event=request-sealed request=" + id, unopened);
            return Optional.empty();
        }
    }
}
