package org.bluejay.gateway.merchant;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.merchant.ApiKey.Terms;
import org.bluejay.gateway.shared.AddressRanges;
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

/** The keys of the caller's merchant and environment; a key of one shop sees those of that shop. */
@ApiResource
@Path("api-keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeyResource {

    private static final String ADDRESSES = "allowedAddresses";

    @Inject ApiKeyService service;

    /** Newest first, the revoked ones too. */
    @Operation(operationId = "listApiKeys", summary = "List API keys")
    @GET
    @Requires("api-keys:read")
    @Transactional
    public Page.Answer<View> list(@BeanParam PageQuery query, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        int limit = query.limit();
        return Page.of(
                        service.page(caller, query.cursorId(), limit),
                        limit,
                        key -> key.id().toString())
                .map(View::of)
                .answer(caller.requestId());
    }

    /** The answer tells the key, this once. */
    @Operation(operationId = "createApiKey", summary = "Issue an API key")
    @POST
    @Requires("api-keys:write")
    @Transactional
    @Idempotent(secret = true)
    @APIResponseSchema(value = View.class, responseCode = "201")
    public Response create(@NotNull NewKey request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        ApiKeyService.Issued issued = service.issue(caller, request.shopId(), request.terms());
        return Response.created(URI.create("api-keys/" + issued.key().id()))
                .entity(
                        new Envelope<>(
                                View.of(issued.key()).telling(issued.text().reveal()),
                                caller.requestId()))
                .build();
    }

    @Operation(operationId = "readApiKey", summary = "Read an API key")
    @GET
    @Path("{id}")
    @Requires("api-keys:read")
    @Transactional
    public Envelope<View> read(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(View.of(service.find(caller, idOf(id))), caller.requestId());
    }

    /** Changes what is given and leaves the rest; {@code "expiresAt": null} lifts the expiry. */
    @Operation(operationId = "changeApiKey", summary = "Change an API key")
    @PATCH
    @Path("{id}")
    @Requires("api-keys:write")
    @Transactional
    public Envelope<View> change(
            @PathParam("id") String id,
            @NotNull KeyChange request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        ApiKey key = service.change(caller, idOf(id), request::applyTo);
        return new Envelope<>(View.of(key), caller.requestId());
    }

    /** The key is refused from the next request on, on every node. */
    @Operation(operationId = "revokeApiKey", summary = "Revoke an API key")
    @POST
    @Path("{id}/revoke")
    @Requires("api-keys:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(View.class)
    public Response revoke(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        ApiKey key = service.revoke(caller, idOf(id));
        return Response.ok(new Envelope<>(View.of(key), caller.requestId())).build();
    }

    /** The same as {@code POST /{id}/revoke}. */
    @Operation(operationId = "deleteApiKey", summary = "Revoke an API key")
    @DELETE
    @Path("{id}")
    @Requires("api-keys:write")
    @Transactional
    public Envelope<View> delete(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(View.of(service.revoke(caller, idOf(id))), caller.requestId());
    }

    private static UUID idOf(String id) {
        return Ids.parse(id).orElseThrow(() -> Problem.notFound("API key"));
    }

    /**
     * A key to issue.
     *
     * @param name for people, at most 120 characters
     * @param shopId the shop it speaks for; left out: all of the merchant's shops in this
     *     environment, or the shop of the calling key
     * @param scopes what it may do, such as {@code invoices:write}; {@code *} for everything
     * @param allowedAddresses from where, addresses and CIDR blocks; left out: from anywhere
     * @param expiresAt until when; left out: for ever
     */
    @Schema(name = "NewApiKey")
    public record NewKey(
            @NotBlank @Size(max = 120) String name,
            Optional<UUID> shopId,
            @NotEmpty @Size(max = 40) List<@NotNull String> scopes,
            @Size(max = 50) List<@NotNull @Size(max = 64) String> allowedAddresses,
            Optional<Instant> expiresAt) {

        Terms terms() {
            List<String> addresses = allowedAddresses == null ? List.of() : allowedAddresses;
            return new Terms(
                    name.strip(),
                    Scopes.of(scopes),
                    AddressRanges.of(addresses, ADDRESSES),
                    expiresAt);
        }
    }

    /**
     * What is to become of a key; what is left out stays.
     *
     * @param name for people
     * @param scopes all that it may do from now on
     * @param allowedAddresses all from where it may come from now on; an empty list: from anywhere
     * @param expiresAt until when; null: for ever
     */
    @Schema(name = "ApiKeyChange")
    public record KeyChange(
            @Size(min = 1, max = 120) String name,
            @Size(min = 1, max = 40) List<@NotNull String> scopes,
            @Size(max = 50) List<@NotNull @Size(max = 64) String> allowedAddresses,
            Optional<Instant> expiresAt) {

        Terms applyTo(Terms before) {
            return new Terms(
                    name == null ? before.name() : name.strip(),
                    scopes == null ? before.scopes() : Scopes.of(scopes),
                    allowedAddresses == null
                            ? before.allowedAddresses()
                            : AddressRanges.of(allowedAddresses, ADDRESSES),
                    expiresAt == null ? before.expiresAt() : expiresAt);
        }
    }

    /**
     * A key, without its text.
     *
     * @param name for people
     * @param shopId the shop it speaks for; left out: all of the merchant's
     * @param hint its first characters
     * @param scopes what it may do
     * @param allowedAddresses from where it may come; empty: from anywhere
     * @param expiresAt until when; left out: for ever
     * @param lastUsedAt within some seconds
     * @param lastUsedAddress from where
     * @param revokedAt since when it is refused
     * @param key the key itself, only in the answer that issues it
     */
    @JsonPropertyOrder({
        "id",
        "name",
        "environment",
        "shopId",
        "hint",
        "scopes",
        "allowedAddresses",
        "createdAt",
        "expiresAt",
        "lastUsedAt",
        "lastUsedAddress",
        "revokedAt",
        "key"
    })
    @Schema(name = "ApiKey")
    public record View(
            UUID id,
            String name,
            String environment,
            Optional<UUID> shopId,
            String hint,
            List<String> scopes,
            List<String> allowedAddresses,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt,
            Optional<String> lastUsedAddress,
            Optional<Instant> revokedAt,
            Optional<String> key) {

        static View of(ApiKey key) {
            return new View(
                    key.id(),
                    key.name(),
                    EnvironmentConverter.text(key.environment()),
                    key.shopId(),
                    key.hint(),
                    List.copyOf(key.scopes().names()),
                    key.allowedAddresses().texts(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt(),
                    key.lastUsedAddress(),
                    key.revokedAt(),
                    Optional.empty());
        }

        View telling(String text) {
            return new View(
                    id,
                    name,
                    environment,
                    shopId,
                    hint,
                    scopes,
                    allowedAddresses,
                    createdAt,
                    expiresAt,
                    lastUsedAt,
                    lastUsedAddress,
                    revokedAt,
                    Optional.of(text));
        }
    }
}
