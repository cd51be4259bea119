package org.bluejay.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.event.EventView;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.PageQuery;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.bluejay.gateway.webhook.WebhookEndpointService.Keyed;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Where a shop wants to be told of events. */
@ApiResource
@Path("webhook-endpoints")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class WebhookEndpointResource {

    private static final Duration OVERLAP = Duration.ofHours(24);

    @Inject WebhookEndpointService service;
    @Inject WebhookEndpoints endpoints;
    @Inject WebhookDeliveries deliveries;
    @Inject Recovery recovery;

    /** Newest first. */
    @Operation(operationId = "listWebhookEndpoints", summary = "List webhook endpoints")
    @GET
    @Requires("webhook-endpoints:read")
    @Transactional
    public Page.Answer<EndpointView> list(
            @BeanParam PageQuery query, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return endpoints
                .list(caller, query.cursorId(), query.limit())
                .map(EndpointView::of)
                .answer(caller.requestId());
    }

    /** The answer tells the endpoint's secret, this once. */
    @Operation(operationId = "createWebhookEndpoint", summary = "Create a webhook endpoint")
    @POST
    @Requires("webhook-endpoints:write")
    @Transactional
    @Idempotent(secret = true)
    @APIResponseSchema(value = EndpointView.class, responseCode = "201")
    public Response create(@NotNull NewEndpoint request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        UUID shop =
                caller.shop()
                        .filter(own -> request.shopId() == null || own.equals(request.shopId()))
                        .or(() -> Optional.ofNullable(request.shopId()))
                        .orElseThrow(
                                () ->
                                        Problem.invalid(
                                                "shopId",
                                                "is required, because this key speaks for several"
                                                        + " shops"));
        Keyed created = service.create(caller, shop, request.wishes());
        return Response.created(URI.create("webhook-endpoints/" + created.endpoint().id()))
                .entity(new Envelope<>(EndpointView.of(created), caller.requestId()))
                .build();
    }

    @Operation(operationId = "readWebhookEndpoint", summary = "Read a webhook endpoint")
    @GET
    @Path("{id}")
    @Requires("webhook-endpoints:read")
    @Transactional
    public Envelope<EndpointView> read(
            @PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        WebhookEndpoint endpoint = endpoints.get(caller, id);
        return new Envelope<>(
                EndpointView.of(endpoint).withPublicKey(endpoints.liveKeys(endpoint)),
                caller.requestId());
    }

    /** What is left out stays as it is. */
    @Operation(operationId = "changeWebhookEndpoint", summary = "Change a webhook endpoint")
    @PATCH
    @Path("{id}")
    @Requires("webhook-endpoints:write")
    @Transactional
    public Envelope<EndpointView> change(
            @PathParam("id") String id,
            @NotNull EndpointChange request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Keyed changed =
                service.change(
                        caller,
                        id,
                        request.over(endpoints.get(caller, id).wishes()),
                        request.enabled());
        return new Envelope<>(EndpointView.of(changed), caller.requestId());
    }

    @Operation(operationId = "removeWebhookEndpoint", summary = "Remove a webhook endpoint")
    @DELETE
    @Path("{id}")
    @Requires("webhook-endpoints:write")
    @Transactional
    public Response remove(@PathParam("id") String id, @Context SecurityContext security) {
        service.remove(Caller.of(security), id);
        return Response.noContent().build();
    }

    /** A new secret, told this once; the present one signs beside it until the overlap is over. */
    @Operation(
            operationId = "rotateWebhookEndpointSecret",
            summary = "Rotate a webhook endpoint's secret")
    @POST
    @Path("{id}/rotate-secret")
    @Requires("webhook-endpoints:write")
    @Transactional
    @Idempotent(secret = true)
    @APIResponseSchema(EndpointView.class)
    public Response rotateSecret(
            @PathParam("id") String id, Rotation request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Duration overlap =
                request == null || request.overlap() == null ? OVERLAP : request.overlap();
        Keyed rotated = service.rotate(caller, id, overlap);
        return Response.ok(new Envelope<>(EndpointView.of(rotated), caller.requestId())).build();
    }

    /** Sends a {@code test.ping} there, and nowhere else; follow it in the deliveries. */
    @Operation(operationId = "pingWebhookEndpoint", summary = "Send a test event")
    @POST
    @Path("{id}/ping")
    @Requires("webhook-endpoints:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(value = EventView.class, responseCode = "202")
    public Response ping(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Event event = service.ping(caller, id);
        return Response.accepted(new Envelope<>(EventView.of(event), caller.requestId())).build();
    }

    /** Newest first. */
    @Operation(
            operationId = "listWebhookEndpointDeliveries",
            summary = "List a webhook endpoint's deliveries")
    @GET
    @Path("{id}/deliveries")
    @Requires("webhook-endpoints:read")
    @Transactional
    public Page.Answer<WebhookDeliveries.View> deliveries(
            @PathParam("id") String id,
            @BeanParam PageQuery query,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        UUID endpoint = endpoints.get(caller, id).id();
        return deliveries
                .ofEndpoint(caller, endpoint, query.cursorId(), query.limit())
                .answer(caller.requestId());
    }

    /** Delivers what this endpoint has missed since a time, also from before it was there. */
    @Operation(
            operationId = "recoverWebhookEndpoint",
            summary = "Deliver what an endpoint has missed")
    @POST
    @Path("{id}/recover")
    @Requires("webhook-endpoints:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(value = Recovery.Recovered.class, responseCode = "202")
    public Response recover(
            @PathParam("id") String id,
            @NotNull RecoveryRequest request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Recovery.Recovered recovered =
                recovery.recover(caller, id, request.since(), request.modeOrAll());
        return Response.accepted(new Envelope<>(recovered, caller.requestId())).build();
    }

    /**
     * An endpoint to call.
     *
     * @param shopId may be left out when the key is of one shop
     * @param url https, at a public address
     * @param types which events; all when left out
     * @param description for people
     * @param signatures {@code v1} (shared secret), {@code v1a} (Ed25519) or both; {@code v1} when
     *     left out
     */
    @Schema(name = "NewWebhookEndpoint")
    public record NewEndpoint(
            UUID shopId,
            @NotBlank @Size(max = 2048) String url,
            @Size(max = 50) List<String> types,
            @Size(max = 500) String description,
            @Schema(implementation = SigningKey.Kind.class) @Size(max = 2)
                    List<String> signatures) {

        WebhookEndpoint.Wishes wishes() {
            return EndpointChange.wishes(
                    url,
                    types == null ? List.of() : types,
                    description == null ? "" : description,
                    signatures == null ? List.of() : signatures);
        }
    }

    /**
     * How to change secrets.
     *
     * @param overlap how long the present secret goes on signing: ISO 8601, a day when left out, a
     *     week at most
     */
    @Schema(name = "SecretRotation")
    public record Rotation(Duration overlap) {}

    /**
     * What to deliver again.
     *
     * @param since real time; events from then on
     * @param mode {@code all} events, or the {@code latest-state} of each object
     */
    public record RecoveryRequest(
            @NotNull Instant since, @Schema(implementation = Recovery.Mode.class) String mode) {

        Recovery.Mode modeOrAll() {
            if (mode == null || mode.equals("all")) {
                return Recovery.Mode.ALL;
            }
            if (mode.equals("latest-state")) {
                return Recovery.Mode.LATEST_STATE;
            }
            throw Problem.invalid("mode", "must be all or latest-state");
        }
    }

    /**
     * An endpoint.
     *
     * @param url where it points
     * @param types which events it is told
     * @param description for people
     * @param signatures {@code v1} (shared secret), {@code v1a} (Ed25519) or both
     * @param state {@code enabled} or {@code disabled}
     * @param disabledReason why
     * @param secret the shared secret, only in the answer that makes it
     * @param publicKey checks {@code v1a} signatures
     */
    @JsonPropertyOrder({
        "id",
        "shopId",
        "url",
        "types",
        "description",
        "signatures",
        "state",
        "disabledReason",
        "createdAt",
        "secret",
        "publicKey"
    })
    @Schema(name = "WebhookEndpoint")
    public record EndpointView(
            UUID id,
            UUID shopId,
            String url,
            List<String> types,
            String description,
            @Schema(implementation = SigningKey.Kind.class) List<String> signatures,
            @Schema(enumeration = {"enabled", "disabled"}) String state,
            Optional<String> disabledReason,
            Instant createdAt,
            Optional<String> secret,
            Optional<String> publicKey) {

        static EndpointView of(WebhookEndpoint endpoint) {
            WebhookEndpoint.Wishes wishes = endpoint.wishes();
            return new EndpointView(
                    endpoint.id(),
                    endpoint.shopId(),
                    wishes.url(),
                    wishes.types().patterns(),
                    wishes.description(),
                    List.of(WebhookEndpoint.text(wishes.signatures()).split(" ", -1)),
                    endpoint.state().text(),
                    Optional.of(endpoint.disabledReason()).filter(reason -> !reason.isEmpty()),
                    endpoint.createdAt(),
                    Optional.empty(),
                    Optional.empty());
        }

        static EndpointView of(Keyed keyed) {
            Optional<String> secret =
                    keyed.keys().stream()
                            .filter(key -> key.kind() == SigningKey.Kind.V1)
                            .map(SigningKey::text)
                            .findFirst();
            return of(keyed.endpoint()).with(secret, publicKeyOf(keyed.keys()));
        }

        EndpointView withPublicKey(List<SigningKey> keys) {
            return with(Optional.empty(), publicKeyOf(keys));
        }

        private EndpointView with(Optional<String> tellSecret, Optional<String> tellPublicKey) {
            return new EndpointView(
                    id,
                    shopId,
                    url,
                    types,
                    description,
                    signatures,
                    state,
                    disabledReason,
                    createdAt,
                    tellSecret,
                    tellPublicKey);
        }

        private static Optional<String> publicKeyOf(List<SigningKey> keys) {
            return keys.stream()
                    .filter(key -> key.kind() == SigningKey.Kind.V1A)
                    .map(SigningKey::publicText)
                    .findFirst();
        }
    }
}
