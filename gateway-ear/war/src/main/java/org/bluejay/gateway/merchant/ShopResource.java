package org.bluejay.gateway.merchant;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.PageQuery;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The shops of the key's merchant and environment; a key of one shop sees that one. */
@ApiResource
@Path("shops")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ShopResource {

    @Inject ShopService service;
    @Inject Shops shops;

    /** Newest first. */
    @Operation(operationId = "listShops", summary = "List shops")
    @GET
    @Requires("shops:read")
    @Transactional
    public Page.Answer<View> list(@BeanParam PageQuery query, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        int limit = query.limit();
        return Page.of(
                        shops.page(caller, query.cursorId(), limit),
                        limit,
                        shop -> shop.id().toString())
                .map(View::of)
                .answer(caller.requestId());
    }

    /** The answer tells the shop's webhook secret, this once. */
    @Operation(operationId = "createShop", summary = "Create a shop")
    @POST
    @Requires("shops:write")
    @Transactional
    @Idempotent(secret = true)
    @APIResponseSchema(value = View.class, responseCode = "201")
    public Response create(@NotNull NewShop request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Shop shop = service.create(caller, request.name().strip());
        return Response.created(URI.create("shops/" + shop.id()))
                .entity(new Envelope<>(withSecret(shop), caller.requestId()))
                .build();
    }

    @Operation(operationId = "readShop", summary = "Read a shop")
    @GET
    @Path("{id}")
    @Requires("shops:read")
    @Transactional
    public Envelope<View> read(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(View.of(shops.of(caller, idOf(id))), caller.requestId());
    }

    @Operation(operationId = "renameShop", summary = "Rename a shop")
    @PATCH
    @Path("{id}")
    @Requires("shops:write")
    @Transactional
    public Envelope<View> change(
            @PathParam("id") String id,
            @NotNull NewShop request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Shop shop = service.rename(caller, idOf(id), request.name().strip());
        return new Envelope<>(View.of(shop), caller.requestId());
    }

    /**
     * Gives the shop another webhook secret, and tells it this once. The one before signs no more.
     */
    @Operation(operationId = "rotateShopSecret", summary = "Rotate a shop's webhook secret")
    @POST
    @Path("{id}/rotate-secret")
    @Requires("shops:write")
    @Transactional
    @Idempotent(secret = true)
    @APIResponseSchema(View.class)
    public Response rotateSecret(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Shop shop = service.rotateWebhookSecret(caller, idOf(id));
        return Response.ok(new Envelope<>(withSecret(shop), caller.requestId())).build();
    }

    private View withSecret(Shop shop) {
        return View.of(shop).telling(shops.webhookSecret(shop).reveal());
    }

    private static UUID idOf(String id) {
        return Ids.parse(id).orElseThrow(() -> Problem.notFound("shop"));
    }

    /**
     * What a shop is called.
     *
     * @param name for people, at most 120 characters
     */
    public record NewShop(@NotBlank @Size(max = 120) String name) {}

    /**
     * A shop.
     *
     * @param name for people
     * @param environment {@code live} or {@code sandbox}
     * @param clockAhead how far a sandbox shop's clock runs ahead of the real one, ISO 8601
     * @param webhookSecret signs deliveries to the {@code webhookUrl} of invoices; only in the
     *     answer that makes it
     */
    @JsonPropertyOrder({"id", "name", "environment", "createdAt", "clockAhead", "webhookSecret"})
    @Schema(name = "Shop")
    public record View(
            UUID id,
            String name,
            String environment,
            Instant createdAt,
            Optional<Duration> clockAhead,
            Optional<String> webhookSecret) {

        static View of(Shop shop) {
            return new View(
                    shop.id(),
                    shop.name(),
                    EnvironmentConverter.text(shop.environment()),
                    shop.createdAt(),
                    shop.environment() == Environment.SANDBOX
                            ? Optional.of(shop.clockOffset())
                            : Optional.empty(),
                    Optional.empty());
        }

        View telling(String secret) {
            return new View(id, name, environment, createdAt, clockAhead, Optional.of(secret));
        }
    }
}
