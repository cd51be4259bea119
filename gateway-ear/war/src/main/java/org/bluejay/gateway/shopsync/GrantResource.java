package org.bluejay.gateway.shopsync;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Keys that shops hand out by themselves, so that nobody has to copy one to connect a shop. */
@ApiResource
@Path("connection-grants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class GrantResource {

    @Inject GrantService service;
    @Inject Clock clock;

    /**
     * A shop whose owner is to be asked for a key.
     *
     * @param shopId may be left out with a key of one shop
     * @param platform a connector's id, as {@code /connectors/} lists them
     * @param name of the connection, for people; one that there is keeps its own
     * @param settings answers to the connector's questions, by name: the shop's address and what
     *     else there is to say, without the key
     */
    public record NewGrant(
            UUID shopId,
            @NotBlank String platform,
            @NotBlank @Size(max = 100) String name,
            @NotNull Map<String, String> settings) {}

    /**
     * Begins to connect a shop without copying a key: send its owner's browser to {@code
     * consentUrl}, where the owner agrees and the shop posts a key to the gateway. The key is
     * tried, and then the shop is connected; a connection to the same site that there is gets the
     * key instead.
     */
    @Operation(operationId = "beginConnectionGrant", summary = "Ask a shop's owner for a key")
    @POST
    @Requires("connections:write")
    @Transactional
    @Idempotent(secret = true)
    @APIResponseSchema(value = GrantView.class, responseCode = "201")
    public Response begin(
            @NotNull NewGrant body, @Context UriInfo uri, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        GrantService.Begun begun =
                service.begin(
                        caller,
                        new ConnectionService.Wish(
                                Optional.ofNullable(body.shopId),
                                body.platform,
                                body.name,
                                body.settings));
        return Response.created(uri.getAbsolutePathBuilder().path(begun.grant().id() + "/").build())
                .entity(new Envelope<>(GrantView.of(begun), caller.requestId()))
                .build();
    }

    /** What has become of it; kept for 30 days. */
    @Operation(operationId = "readConnectionGrant", summary = "Read a grant")
    @GET
    @Path("{id}")
    @Requires("connections:read")
    public Envelope<GrantView> read(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        UUID grant = Ids.parse(id).orElseThrow(() -> Problem.notFound("grant"));
        return new Envelope<>(
                GrantView.of(service.find(caller, grant), clock.instant()), caller.requestId());
    }
}
