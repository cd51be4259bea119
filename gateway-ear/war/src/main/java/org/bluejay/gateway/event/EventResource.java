package org.bluejay.gateway.event;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.event.EventReader.Tenant;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What has happened, for those who ask instead of being told. */
@ApiResource
@Path("events")
@Produces(MediaType.APPLICATION_JSON)
@Requires("events:read")
public class EventResource {

    @Inject EventReader reader;

    /**
     * Events in the order in which they became known. To follow them, ask again with the id of the
     * last one as {@code after}.
     *
     * @param types comma separated, or several times; {@code invoice.*} and {@code *} are
     *     understood
     * @param after the id of an event; events after it are listed
     * @param cursor the same, as a page's {@code next}
     * @param limit most items to answer with
     */
    @Operation(operationId = "listEvents", summary = "List events")
    @GET
    public Page.Answer<EventView> list(
            @QueryParam("types") List<String> types,
            @QueryParam("after") String after,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MAX) int limit,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Optional<UUID> begin = id("cursor", cursor).or(() -> id("after", after));
        return reader.list(Tenant.of(caller), typesOf(types), begin, limit)
                .answer(caller.requestId());
    }

    @Operation(operationId = "readEvent", summary = "Read an event")
    @GET
    @Path("{id}")
    public Envelope<EventView> find(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(reader.find(Tenant.of(caller), id), caller.requestId());
    }

    private static EventTypes typesOf(List<String> types) {
        return EventTypes.of(
                types.stream()
                        .flatMap(some -> Arrays.stream(some.split(",", -1)))
                        .map(String::strip)
                        .filter(type -> !type.isEmpty())
                        .toList());
    }

    private static Optional<UUID> id(String field, String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(
                Ids.parse(text)
                        .orElseThrow(() -> Problem.invalid(field, "must be the id of an event")));
    }
}
