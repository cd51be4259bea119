package org.bluejay.gateway.idempotency;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Answers "did my lost request happen?". */
@ApiResource
@Path("idempotency")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Requires.ANY_KEY)
public class IdempotencyResource {

    @Inject IdempotencyStore store;

    /**
     * What was done under an {@code Idempotency-Key} in the last 30 days.
     *
     * @param key the key
     */
    @Operation(operationId = "findIdempotencyKey", summary = "Look up an idempotency key")
    @GET
    public Envelope<View> find(
            @QueryParam("key") @NotBlank @Size(max = IdempotencyKey.MAX_LENGTH) String key,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        UsedKey used =
                store.find(caller, key)
                        .orElseThrow(
                                () ->
                                        Problem.notFound(
                                                "request under this key: it did not happen, or more"
                                                        + " than 30 days ago"));
        return new Envelope<>(View.of(key, used), caller.requestId());
    }

    /**
     * A key that was used.
     *
     * @param key as it was sent
     * @param state {@code completed}, or {@code running} while the first request has no answer yet
     * @param status the HTTP status that was answered
     * @param resourceId what was made
     * @param location where it is
     * @param usedAt when the first request came
     */
    @JsonPropertyOrder({"key", "state", "status", "resourceId", "location", "usedAt"})
    @Schema(name = "UsedIdempotencyKey")
    public record View(
            String key,
            @Schema(enumeration = {"completed", "running"}) String state,
            Optional<Integer> status,
            Optional<UUID> resourceId,
            Optional<URI> location,
            Instant usedAt) {

        static View of(String key, UsedKey used) {
            return new View(
                    key,
                    used.status().isPresent() ? "completed" : "running",
                    used.status(),
                    used.resourceId(),
                    used.answer().flatMap(Answer::location),
                    used.usedAt());
        }
    }
}
