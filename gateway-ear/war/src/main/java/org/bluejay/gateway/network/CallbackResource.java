package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.network.Receives.Acknowledgement;

/**
 * Where networks call: {@code /callbacks/{channel}/{token}}. Open to everybody, so it tells nobody
 * anything: the answer is the same whether channel and token exist or not.
 */
@ApplicationScoped
@Path("{channel}/{token}")
@Consumes(MediaType.WILDCARD)
public class CallbackResource {

    private static final System.Logger LOG = System.getLogger(CallbackResource.class.getName());

    static final int MAX_BODY = 256 * 1024;

    @Inject IntakeService intake;

    @GET
    public Response get(
            @PathParam("channel") String channel,
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return take(channel, callback("GET", token, uri, headers, new byte[0]));
    }

    @POST
    public Response post(
            @PathParam("channel") String channel,
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        Optional<byte[]> read = read(body);
        return read.isEmpty()
                ? tooLarge()
                : take(channel, callback("POST", token, uri, headers, read.get()));
    }

    @PUT
    public Response put(
            @PathParam("channel") String channel,
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        Optional<byte[]> read = read(body);
        return read.isEmpty()
                ? tooLarge()
                : take(channel, callback("PUT", token, uri, headers, read.get()));
    }

    private Response take(String channel, InboundCallback callback) {
        try {
            Acknowledgement heard = intake.receive(channel, callback);
            return Response.status(heard.status())
                    .type(heard.contentType())
                    .entity(heard.body())
                    .build();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=callback-not-kept", e);
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, 10)
                    .build();
        }
    }

    private static InboundCallback callback(
            String method, String token, UriInfo uri, HttpHeaders headers, byte[] body) {
        Map<String, List<String>> byName = new HashMap<>();
        headers.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                byName.merge(
                                        name.toLowerCase(Locale.ROOT),
                                        List.copyOf(values),
                                        CallbackResource::both));
        String query = uri.getRequestUri().getRawQuery();
        return new InboundCallback(method, token, query == null ? "" : query, byName, body);
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Optional<byte[]> read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BODY + 1);
        return bytes.length > MAX_BODY ? Optional.empty() : Optional.of(bytes);
    }

    private static Response tooLarge() {
        return Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE).build();
    }
}
