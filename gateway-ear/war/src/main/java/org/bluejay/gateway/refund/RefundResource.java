package org.bluejay.gateway.refund;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
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
import java.util.Optional;
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

/** Money that goes back to payers. */
@ApiResource
@Path("refunds")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RefundResource {

    @Inject RefundService refunds;

    /**
     * Refunds, newest first; `?status=manual` are those that wait for a person.
     *
     * @param status only refunds that stand so
     */
    @Operation(operationId = "listRefunds", summary = "List refunds")
    @GET
    @Requires("refunds:read")
    public Page.Answer<RefundView> list(
            @QueryParam("status")
                    @Pattern(
                            regexp = "created|sending|unknown|processing|manual|completed|failed",
                            message =
                                    "must be created, sending, unknown, processing, manual,"
                                            + " completed or failed")
                    String status,
            @BeanParam FilterQuery filter,
            @BeanParam PageQuery page,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return refunds.list(caller, filter.filter(status), page.cursorId(), page.limit())
                .answer(caller.requestId());
    }

    /** Reads a refund. */
    @Operation(operationId = "readRefund", summary = "Read a refund")
    @GET
    @Path("{refund}")
    @Requires("refunds:read")
    public Envelope<RefundView> get(
            @PathParam("refund") String refund, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(refunds.get(caller, idOf(refund)), caller.requestId());
    }

    /**
     * How a refund was paid by hand.
     *
     * @param reference by which it is found in the books of whoever paid it: a receipt number, a
     *     transaction's id; one of them is one refund
     */
    @Schema(name = "RefundRecord")
    public record Paid(@NotNull @Size(min = 1, max = 200) String reference) {}

    /**
     * Records that a person has paid a refund which is `manual`, or has seen that one was paid
     * whose fate is `unknown` or which the network has left `processing`.
     */
    @Operation(operationId = "recordRefund", summary = "Record a refund paid by hand")
    @POST
    @Path("{refund}/record")
    @Requires("refunds:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(RefundView.class)
    public Response record(
            @PathParam("refund") String refund,
            @NotNull Paid paid,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        RefundView recorded = refunds.record(caller, idOf(refund), paid.reference());
        return Response.ok(new Envelope<>(recorded, caller.requestId())).build();
    }

    /** Calls off a refund that no network has heard of; its status becomes `failed`. */
    @Operation(operationId = "cancelRefund", summary = "Cancel a refund")
    @POST
    @Path("{refund}/cancel")
    @Requires("refunds:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(RefundView.class)
    public Response cancel(@PathParam("refund") String refund, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        RefundView cancelled = refunds.cancel(caller, idOf(refund));
        return Response.ok(new Envelope<>(cancelled, caller.requestId())).build();
    }

    private static UUID idOf(String text) {
        return Ids.parse(text).orElseThrow(() -> Problem.notFound("refund"));
    }

    /** What to look for. */
    public static class FilterQuery {

        /** Only refunds of this invoice, by its id. */
        @QueryParam("invoiceId")
        private String invoiceId;

        /** Only refunds of this payment. */
        @QueryParam("paymentId")
        private String paymentId;

        RefundRepository.Filter filter(String status) {
            return new RefundRepository.Filter(
                    Optional.ofNullable(status),
                    id("invoiceId", invoiceId),
                    id("paymentId", paymentId));
        }

        private static Optional<UUID> id(String field, String text) {
            if (text == null) {
                return Optional.empty();
            }
            return Optional.of(
                    Ids.parse(text).orElseThrow(() -> Problem.invalid(field, "must be a UUID")));
        }
    }
}
