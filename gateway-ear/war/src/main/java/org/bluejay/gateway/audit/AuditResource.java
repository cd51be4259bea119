package org.bluejay.gateway.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.PageQuery;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.bluejay.gateway.shared.Times;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Every change that was made, by whom and from where; a key of one shop sees that shop's. */
@ApiResource
@Path("audit-log")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    @Inject AuditReader reader;

    /** Newest first. */
    @Operation(operationId = "listAuditLog", summary = "List changes")
    @GET
    @Requires("audit-log:read")
    public Page.Answer<View> list(
            @BeanParam PageQuery query,
            @BeanParam FilterQuery filter,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        int limit = query.limit();
        return Page.of(
                        reader.page(caller, filter.filter(), query.cursorId(), limit),
                        limit,
                        entry -> entry.id().toString())
                .map(View::of)
                .answer(caller.requestId());
    }

    /** What to look for. */
    public static class FilterQuery {

        /** Only these: {@code invoice.cancel}. */
        @QueryParam("action")
        private String action;

        /** Only what this one did: {@code key:} and the key's id. */
        @QueryParam("actor")
        private String actor;

        /** Only changes of such things: {@code invoice}. */
        @QueryParam("objectType")
        private String objectType;

        /** Only changes of this thing. */
        @QueryParam("objectId")
        private String objectId;

        /** Made at this time or later (RFC 3339). */
        @QueryParam("createdAfter")
        private String after;

        /** Made before this time (RFC 3339). */
        @QueryParam("createdBefore")
        private String before;

        AuditReader.Filter filter() {
            return new AuditReader.Filter(
                    Optional.ofNullable(action),
                    Optional.ofNullable(actor),
                    Optional.ofNullable(objectType),
                    Optional.ofNullable(objectId).map(FilterQuery::id),
                    Optional.ofNullable(after).map(text -> Times.parse("createdAfter", text)),
                    Optional.ofNullable(before).map(text -> Times.parse("createdBefore", text)));
        }

        private static UUID id(String text) {
            return Ids.parse(text).orElseThrow(() -> Problem.invalid("objectId", "must be a UUID"));
        }
    }

    /**
     * One change.
     *
     * @param at when
     * @param actor {@code key:} and the key's id, or {@code system}
     * @param action such as {@code invoice.cancel}
     * @param objectType what was changed
     * @param objectId which of them
     * @param address from where
     * @param detail what changed; depends on the action
     */
    @JsonPropertyOrder({
        "id",
        "at",
        "actor",
        "action",
        "objectType",
        "objectId",
        "shopId",
        "address",
        "requestId",
        "detail"
    })
    @Schema(name = "AuditEntry")
    public record View(
            UUID id,
            Instant at,
            String actor,
            String action,
            String objectType,
            UUID objectId,
            Optional<UUID> shopId,
            Optional<String> address,
            Optional<String> requestId,
            JsonNode detail) {

        static View of(AuditReader.Entry entry) {
            return new View(
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.objectType(),
                    entry.objectId(),
                    entry.shopId(),
                    entry.address(),
                    entry.requestId(),
                    Json.read(entry.detail(), JsonNode.class));
        }
    }
}
