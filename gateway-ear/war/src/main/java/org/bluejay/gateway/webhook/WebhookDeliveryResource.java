package org.bluejay.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import org.bluejay.gateway.idempotency.Idempotent;
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

/** What was sent where, and what came of it; endpoints and invoices' own receivers alike. */
@ApiResource
@Path("webhook-deliveries")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class WebhookDeliveryResource {

    @Inject WebhookDeliveries deliveries;

    /**
     * Newest first, of one invoice or of one event.
     *
     * @param invoiceId an invoice
     * @param eventId an event
     */
    @Operation(operationId = "listWebhookDeliveries", summary = "List webhook deliveries")
    @GET
    @Requires("webhook-endpoints:read")
    @Transactional
    public Page.Answer<WebhookDeliveries.View> list(
            @QueryParam("invoiceId") String invoiceId,
            @QueryParam("eventId") String eventId,
            @BeanParam PageQuery query,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        if ((invoiceId == null) == (eventId == null)) {
            throw Problem.invalid("invoiceId", "is needed, or eventId, and not both");
        }
        Page<WebhookDeliveries.View> page =
                invoiceId != null
                        ? deliveries.ofInvoice(
                                caller, id("invoiceId", invoiceId), query.cursorId(), query.limit())
                        : deliveries.ofEvent(
                                caller, id("eventId", eventId), query.cursorId(), query.limit());
        return page.answer(caller.requestId());
    }

    /** A delivery with every attempt. */
    @Operation(operationId = "readWebhookDelivery", summary = "Read a webhook delivery")
    @GET
    @Path("{id}")
    @Requires("webhook-endpoints:read")
    @Transactional
    public Envelope<Detail> read(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(
                new Detail(deliveries.get(caller, id), deliveries.attempts(caller, id)),
                caller.requestId());
    }

    /** Sends it once more, now: as itself while it still waits, else as a new delivery. */
    @Operation(operationId = "redeliverWebhook", summary = "Deliver a webhook again")
    @POST
    @Path("{id}/redeliver")
    @Requires("webhook-endpoints:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(value = WebhookDeliveries.View.class, responseCode = "202")
    public Response redeliver(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return Response.accepted(
                        new Envelope<>(deliveries.redeliver(caller, id), caller.requestId()))
                .build();
    }

    private static UUID id(String field, String text) {
        return Ids.parse(text).orElseThrow(() -> Problem.invalid(field, "must be an id"));
    }

    /**
     * A delivery and its attempts.
     *
     * @param attemptLog the first one first
     */
    @JsonPropertyOrder({"delivery", "attemptLog"})
    @Schema(name = "WebhookDeliveryDetail")
    public record Detail(
            @JsonUnwrapped WebhookDeliveries.View delivery,
            List<WebhookDeliveries.AttemptView> attemptLog) {}
}
