package org.bluejay.gateway.connector;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bluejay.connector.InboundCallback;

/**
 * Where what networks and shops send comes in, whatever its type, as it came. Its promise: whoever
 * could not be heard is told so, and comes again.
 */
public final class InboundDoor {

    private static final System.Logger LOG = System.getLogger(InboundDoor.class.getName());

    private static final int COME_AGAIN_SECONDS = 10;

    private final String what;
    private final int most;

    /**
     * @param what comes in, for the log
     * @param most bytes of a body
     */
    public InboundDoor(String what, int most) {
        this.what = what;
        this.most = most;
    }

    /**
     * Takes one request.
     *
     * @param token what its address names
     * @param keep keeps it and answers it; throws when it could not be kept
     */
    public Response take(
            String method,
            String token,
            UriInfo uri,
            HttpHeaders headers,
            InputStream body,
            Function<InboundCallback, Response> keep)
            throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            return Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE).build();
        }
        String query = uri.getRequestUri().getRawQuery();
        InboundCallback request =
                new InboundCallback(
                        method, token, query == null ? "" : query, byName(headers), bytes);
        try {
            return keep.apply(request);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=" + what + "-not-kept", e);
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, COME_AGAIN_SECONDS)
                    .build();
        }
    }

    private static Map<String, List<String>> byName(HttpHeaders headers) {
        Map<String, List<String>> byName = new HashMap<>();
        headers.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                byName.merge(
                                        name.toLowerCase(Locale.ROOT),
                                        List.copyOf(values),
                                        InboundDoor::both));
        return byName;
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
