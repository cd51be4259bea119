package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
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
import java.util.stream.Stream;
import org.bluejay.connector.InboundCallback;

/**
 * Where shops send their webhooks: {@code /hooks/{platform}/{connection}}. Open to everybody, so it
 * tells nobody anything: the answer is the same whether the connection exists or not. Always
 * exactly 200, which is what WooCommerce's greeting wants.
 */
@ApplicationScoped
@Path("{platform}/{connection}")
@Consumes(MediaType.WILDCARD)
public class HookResource {

    private static final System.Logger LOG = System.getLogger(HookResource.class.getName());

    static final int MAX_BODY = 256 * 1024;

    @Inject ShopWebhooks webhooks;

    @POST
    public Response post(
            @PathParam("platform") String platform,
            @PathParam("connection") String connection,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        byte[] bytes = body.readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            return Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE).build();
        }
        String query = uri.getRequestUri().getRawQuery();
        InboundCallback webhook =
                new InboundCallback(
                        "POST", connection, query == null ? "" : query, byName(headers), bytes);
        try {
            webhooks.keep(platform, webhook);
            return Response.ok("{}", MediaType.APPLICATION_JSON_TYPE).build();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=shop-webhook-not-kept", e);
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, 10)
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
                                        (some, more) ->
                                                Stream.concat(some.stream(), more.stream())
                                                        .toList()));
        return byName;
    }
}
