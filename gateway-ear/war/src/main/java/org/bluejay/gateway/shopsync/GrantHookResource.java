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
 * Where shops post the keys that their owners granted: {@code /hooks/{platform}/grants/{token}}.
 * Taken once is exactly 200; whatever is not taken is 404, for whichever reason, so that the shop
 * takes its key back and tells its owner.
 */
@ApplicationScoped
@Path("{platform}/grants/{token}")
@Consumes(MediaType.WILDCARD)
public class GrantHookResource {

    static final int MAX_BODY = 16 * 1024;

    private static final InboundDoor DOOR = new InboundDoor("key-grant", MAX_BODY);

    @Inject PostedKeys keys;

    @POST
    public Response post(
            @PathParam("platform") String platform,
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        return DOOR.take("POST", token, uri, headers, body, posted -> keep(platform, posted));
    }

    private Response keep(String platform, InboundCallback posted) {
        return keys.keep(platform, posted)
                ? Response.ok("{}", MediaType.APPLICATION_JSON_TYPE).build()
                : Response.status(Response.Status.NOT_FOUND).build();
    }
}
