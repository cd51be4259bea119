package org.bluejay.gateway.invoice;

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

/** Money that came, also money that came without an attempt and waits for an invoice. */
@ApiResource
@Path("payments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PaymentResource {

    @Inject PaymentService payments;

    /** Lists payments, newest first. */
    @Operation(operationId = "listPayments", summary = "List payments")
    @GET
    @Requires("payments:read")
    public Page.Answer<PaymentView> list(
            @QueryParam("assigned")
                    @Pattern(regexp = "true|false", message = "must be true or false")
                    String assigned,
            @BeanParam PageQuery page,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return payments.list(
                        caller,
                        Optional.ofNullable(assigned).map(Boolean::valueOf),
                        page.cursorId(),
                        page.limit())
                .answer(caller.requestId());
    }

    /** Reads a payment, whether it belongs to an invoice or not. */
    @Operation(operationId = "readPayment", summary = "Read a payment")
    @GET
    @Path("{payment}")
    @Requires("payments:read")
    public Envelope<PaymentView> get(
            @PathParam("payment") String payment, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(payments.get(caller, idOf(payment)), caller.requestId());
    }

    /**
     * Whom money is for.
     *
     * @param invoiceId an invoice of the shop that the money came to, by id or link
     */
    @Schema(name = "PaymentAssignment")
    public record Assignment(@NotNull @Size(min = 1, max = 100) String invoiceId) {}

    /** Gives a payment that came without an attempt to an invoice. */
    @Operation(operationId = "assignPayment", summary = "Assign a payment to an invoice")
    @POST
    @Path("{payment}/assign")
    @Requires("payments:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(PaymentView.class)
    public Response assign(
            @PathParam("payment") String payment,
            @NotNull Assignment assignment,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        PaymentView assigned = payments.assign(caller, idOf(payment), assignment.invoiceId());
        return Response.ok(new Envelope<>(assigned, caller.requestId())).build();
    }

    private static UUID idOf(String text) {
        return Ids.parse(text).orElseThrow(() -> Problem.notFound("payment"));
    }
}
