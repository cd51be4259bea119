package org.bluejay.gateway.refund;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.Optional;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** What goes back of an invoice's money. */
@ApiResource
@Path("invoices/{invoice}/refunds")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class InvoiceRefundResource {

    @Inject RefundService refunds;

    /**
     * Gives money of an invoice back, all or a part of it, and never more than came. The answer
     * says that it was made; that the money has gone is told by `refund.completed`. Where the
     * network cannot refund, the status becomes `manual`: pay it by hand, then record it.
     */
    @Operation(operationId = "createRefund", summary = "Refund an invoice")
    @POST
    @Requires("refunds:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(value = RefundView.class, responseCode = "201")
    public Response create(
            @PathParam("invoice") String invoice,
            @NotNull NewRefund request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        RefundView refund = refunds.create(caller, invoice, request);
        return Response.created(URI.create("/api/v1/refunds/" + refund.id()))
                .entity(new Envelope<>(refund, caller.requestId()))
                .build();
    }

    /** Every refund of an invoice, oldest first. */
    @Operation(operationId = "listInvoiceRefunds", summary = "List an invoice's refunds")
    @GET
    @Requires("refunds:read")
    public Page.Answer<RefundView> list(
            @PathParam("invoice") String invoice, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Page<>(refunds.ofInvoice(caller, invoice), Optional.empty())
                .answer(caller.requestId());
    }
}
