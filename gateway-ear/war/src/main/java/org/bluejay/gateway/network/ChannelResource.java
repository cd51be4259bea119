package org.bluejay.gateway.network;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Health;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.idempotency.IdempotentCall;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.PageQuery;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** A shop's configured connections to payment networks: a paybill, a Pix key, an xpub. */
@ApiResource
@Path("channels")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ChannelResource {

    @Inject ChannelService service;
    @Inject IdempotentCall once;
    @Inject Networks networks;
    @Inject Connectors connectors;

    /**
     * A channel to connect.
     *
     * @param shopId may be left out with a key of one shop
     * @param network a connector's id, as {@code /connectors/} lists them
     * @param name for people
     * @param settings answers to the connector's questions, by name
     */
    public record NewChannel(
            UUID shopId,
            @NotBlank String network,
            @NotBlank @Size(max = 100) String name,
            Map<String, String> settings) {}

    /**
     * What is to become of a channel; what is left out stays.
     *
     * @param name another name
     * @param settings answers that change; those not named stay, an empty one goes
     */
    public record ChannelChange(@Size(max = 100) String name, Map<String, String> settings) {}

    /** The channels of a shop, or of all shops of the key, oldest first. */
    @Operation(operationId = "listChannels", summary = "List channels")
    @GET
    @Requires("channels:read")
    public Page.Answer<ChannelView> list(
            @QueryParam("shopId") String shopId,
            @BeanParam PageQuery query,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return service.list(caller, shopIn(shopId), query.cursorId(), query.limit())
                .map(this::view)
                .answer(caller.requestId());
    }

    /** Connects a shop to a network. */
    @Operation(operationId = "createChannel", summary = "Create a channel")
    @POST
    @Requires("channels:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(value = ChannelView.class, responseCode = "201")
    public Response create(
            @NotNull NewChannel body, @Context UriInfo uri, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Channel channel =
                service.create(
                        caller,
                        new ChannelService.Wish(
                                Optional.ofNullable(body.shopId),
                                body.network,
                                body.name,
                                body.settings == null ? Map.of() : body.settings));
        return Response.created(uri.getAbsolutePathBuilder().path(channel.id() + "/").build())
                .entity(new Envelope<>(view(channel), caller.requestId()))
                .build();
    }

    /** One channel. */
    @Operation(operationId = "readChannel", summary = "Read a channel")
    @GET
    @Path("{id}")
    @Requires("channels:read")
    public Envelope<ChannelView> read(
            @PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(view(service.find(caller, idOf(id))), caller.requestId());
    }

    /** Changes name and settings; those that say where money goes never change. */
    @Operation(operationId = "changeChannel", summary = "Change a channel")
    @PATCH
    @Path("{id}")
    @Requires("channels:write")
    public Envelope<ChannelView> change(
            @PathParam("id") String id,
            @NotNull ChannelChange body,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Channel channel =
                service.change(
                        caller,
                        idOf(id),
                        Optional.ofNullable(body.name),
                        body.settings == null ? Map.of() : body.settings);
        return new Envelope<>(view(channel), caller.requestId());
    }

    /** Ends a channel: no new payments; those under way are followed to their end. */
    @Operation(operationId = "revokeChannel", summary = "Revoke a channel")
    @DELETE
    @Path("{id}")
    @Requires("channels:write")
    public Envelope<ChannelView> revoke(
            @PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(view(service.revoke(caller, idOf(id))), caller.requestId());
    }

    /**
     * Whether the far side answers.
     *
     * @param up whether payments can be asked for now
     * @param detail a sentence for the person who looks
     */
    @Schema(name = "ChannelTest")
    public record TestView(boolean up, String detail) {

        static TestView of(Health health) {
            return new TestView(health.up(), health.detail());
        }
    }

    /** Asks the network of a channel whether it answers. */
    @Operation(operationId = "testChannel", summary = "Test a channel")
    @POST
    @Path("{id}/test")
    @Requires("channels:write")
    @Consumes(MediaType.WILDCARD)
    @APIResponseSchema(TestView.class)
    public Response test(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Channel channel = service.find(caller, idOf(id));
        return once.once(
                caller, channel.id(), () -> tested(caller, channel), () -> tested(caller, channel));
    }

    private Response tested(Caller caller, Channel channel) {
        TestView view = TestView.of(networks.health(channel.id()));
        return Response.ok(new Envelope<>(view, caller.requestId())).build();
    }

    private ChannelView view(Channel channel) {
        return ChannelView.of(channel, connectors.running(channel.network()));
    }

    private static UUID idOf(String text) {
        return Ids.parse(text).orElseThrow(() -> Problem.notFound("channel"));
    }

    private static Optional<UUID> shopIn(String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Ids.parse(text).orElseThrow(() -> Problem.invalid("shopId", "is not an id")));
    }
}
