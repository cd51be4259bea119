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
import org.bluejay.connector.InboundCallback;
import org.bluejay.gateway.connector.InboundDoor;

/**
 * Where shops send their webhooks: {@code /hooks/{platform}/{connection}}. Open to everybody, so it
 * tells nobody anything: the answer is the same whether the connection exists or not. Always
 * exactly 200, which is what WooCommerce's greeting wants.
 */
@ApplicationScoped
@Path("{platform}/{connection}")
@Consumes(MediaType.WILDCARD)
public class HookResource {

    static final int MAX_BODY = 256 * 1024;

    private static final InboundDoor DOOR = new InboundDoor("shop-webhook", MAX_BODY);

    @Inject ShopWebhooks webhooks;

    @POST
    public Response post(
            @PathParam("platform") String platform,
            @PathParam("connection") String connection,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        return DOOR.take(
                "POST", connection, uri, headers, body, webhook -> keep(platform, webhook));
    }

    private Response keep(String platform, InboundCallback webhook) {
        webhooks.keep(platform, webhook);
        return Response.ok("{}", MediaType.APPLICATION_JSON_TYPE).build();
    }
}
