package org.bluejay.gateway.shopsync;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
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
import java.util.Set;
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

/** Shops' connections to the platforms they run on: WooCommerce, Vendure, Shopify. */
@ApiResource
@Path("connections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ConnectionResource {

    private static final Set<String> ORDER_STATES = Set.of("settled", "due", "dead");

    @Inject ConnectionService service;
    @Inject IdempotentCall once;
    @Inject ShopHealth health;
    @Inject Connectors connectors;
    @Inject ShopContexts contexts;

    /**
     * A shop to connect.
     *
     * @param shopId may be left out with a key of one shop
     * @param platform a connector's id, as {@code /connectors/} lists them
     * @param name for people
     * @param settings answers to the connector's questions, by name
     */
    public record NewConnection(
            UUID shopId,
            @NotBlank String platform,
            @NotBlank @Size(max = 100) String name,
            Map<String, String> settings) {}

    /**
     * What is to become of a connection; what is left out stays.
     *
     * @param name another name
     * @param settings answers that change; those not named stay, an empty one goes
     */
    public record ConnectionChange(@Size(max = 100) String name, Map<String, String> settings) {}

    /** The connections of the key's shops, oldest first. */
    @Operation(operationId = "listConnections", summary = "List connections")
    @GET
    @Requires("connections:read")
    public Page.Answer<ConnectionView> list(
            @BeanParam PageQuery query, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return service.list(caller, query.cursorId(), query.limit())
                .map(this::view)
                .answer(caller.requestId());
    }

    /** Connects a shop to its platform. A shop has one connection at a time. */
    @Operation(operationId = "createConnection", summary = "Create a connection")
    @POST
    @Requires("connections:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(value = ConnectionView.class, responseCode = "201")
    public Response create(
            @NotNull NewConnection body, @Context UriInfo uri, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Connection connection =
                service.create(
                        caller,
                        new ConnectionService.Wish(
                                Optional.ofNullable(body.shopId),
                                body.platform,
                                body.name,
                                body.settings == null ? Map.of() : body.settings));
        return Response.created(uri.getAbsolutePathBuilder().path(connection.id() + "/").build())
                .entity(new Envelope<>(view(connection), caller.requestId()))
                .build();
    }

    /** One connection. */
    @Operation(operationId = "readConnection", summary = "Read a connection")
    @GET
    @Path("{id}")
    @Requires("connections:read")
    public Envelope<ConnectionView> read(
            @PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(view(service.find(caller, idOf(id))), caller.requestId());
    }

    /** Changes name and settings; the shop's address never changes. */
    @Operation(operationId = "changeConnection", summary = "Change a connection")
    @PATCH
    @Path("{id}")
    @Requires("connections:write")
    public Envelope<ConnectionView> change(
            @PathParam("id") String id,
            @NotNull ConnectionChange body,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Connection connection =
                service.change(
                        caller,
                        idOf(id),
                        Optional.ofNullable(body.name),
                        body.settings == null ? Map.of() : body.settings);
        return new Envelope<>(view(connection), caller.requestId());
    }

    /** Ends a connection: the shop is neither asked nor heard any more. */
    @Operation(operationId = "revokeConnection", summary = "Revoke a connection")
    @DELETE
    @Path("{id}")
    @Requires("connections:write")
    public Envelope<ConnectionView> revoke(
            @PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(view(service.revoke(caller, idOf(id))), caller.requestId());
    }

    /**
     * Whether the shop answers.
     *
     * @param up whether it lets us in now
     * @param detail a sentence for the person who looks
     */
    @Schema(name = "ConnectionTest")
    public record TestView(boolean up, String detail) {}

    /** Asks the shop of a connection whether it answers and lets us in. */
    @Operation(operationId = "testConnection", summary = "Test a connection")
    @POST
    @Path("{id}/test")
    @Requires("connections:write")
    @Consumes(MediaType.WILDCARD)
    @APIResponseSchema(TestView.class)
    public Response test(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Connection connection = service.find(caller, idOf(id));
        return once.once(
                caller,
                connection.id(),
                () -> tested(caller, connection),
                () -> tested(caller, connection));
    }

    private Response tested(Caller caller, Connection connection) {
        Health answer = health.of(connection);
        if (answer.up()) {
            service.answered(caller, connection.id());
        }
        TestView view = new TestView(answer.up(), answer.detail());
        return Response.ok(new Envelope<>(view, caller.requestId())).build();
    }

    /**
     * The orders of a connected shop that invoices name, by id.
     *
     * @param state only these: {@code settled}, {@code due} or {@code dead}
     * @param cursor a page's {@code next}
     * @param limit most items to answer with
     */
    @Operation(operationId = "listShopOrders", summary = "List a connection's orders")
    @GET
    @Path("{id}/orders")
    @Requires("connections:read")
    public Page.Answer<OrderView> orders(
            @PathParam("id") String id,
            @QueryParam("state") String state,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MAX) int limit,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Optional<String> wanted = Optional.ofNullable(state).filter(text -> !text.isEmpty());
        if (wanted.isPresent() && !ORDER_STATES.contains(wanted.get())) {
            throw Problem.invalid("state", "must be settled, due or dead");
        }
        return service.orders(caller, idOf(id), wanted, cursor, limit).answer(caller.requestId());
    }

    /**
     * That an order will be looked at.
     *
     * @param orderId the platform's own id
     */
    @Schema(name = "ShopOrderLook")
    public record LookView(String orderId) {}

    /**
     * Has an order looked at now, a dead one too.
     *
     * @param orderId the platform's own id, as invoices name it
     */
    @Operation(operationId = "lookAtShopOrder", summary = "Look at an order now")
    @POST
    @Path("{id}/orders/{orderId}/look")
    @Requires("connections:write")
    @Consumes(MediaType.WILDCARD)
    @Transactional
    @Idempotent
    @APIResponseSchema(value = LookView.class, responseCode = "202")
    public Response look(
            @PathParam("id") String id,
            @PathParam("orderId") String orderId,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        service.lookAt(caller, idOf(id), orderId);
        return Response.accepted(new Envelope<>(new LookView(orderId), caller.requestId())).build();
    }

    private ConnectionView view(Connection connection) {
        return ConnectionView.of(
                connection, connectors.runningShop(connection.platform()), contexts.publicUrl());
    }

    private static UUID idOf(String text) {
        return Ids.parse(text).orElseThrow(() -> Problem.notFound("connection"));
    }
}
