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
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.network.Receives.Acknowledgement;
import org.bluejay.gateway.connector.InboundDoor;

/**
 * Where networks call: {@code /callbacks/{channel}/{token}}. Open to everybody, so it tells nobody
 * anything: the answer is the same whether channel and token exist or not.
 */
@ApplicationScoped
@Path("{channel}/{token}")
@Consumes(MediaType.WILDCARD)
public class CallbackResource {

    private static final int MAX_BODY = 256 * 1024;

    private static final InboundDoor DOOR = new InboundDoor("callback", MAX_BODY);

    @Inject IntakeService intake;

    @GET
    public Response get(
            @PathParam("channel") String channel,
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws IOException {
        InputStream none = InputStream.nullInputStream();
        return DOOR.take("GET", token, uri, headers, none, callback -> keep(channel, callback));
    }

    @POST
    public Response post(
            @PathParam("channel") String channel,
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        return DOOR.take("POST", token, uri, headers, body, callback -> keep(channel, callback));
    }

    @PUT
    public Response put(
            @PathParam("channel") String channel,
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        return DOOR.take("PUT", token, uri, headers, body, callback -> keep(channel, callback));
    }

    private Response keep(String channel, InboundCallback callback) {
        Acknowledgement heard = intake.receive(channel, callback);
        return Response.status(heard.status())
                .type(heard.contentType())
                .entity(heard.body())
                .build();
    }
}
