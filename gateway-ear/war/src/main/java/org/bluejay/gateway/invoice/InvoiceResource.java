package org.bluejay.gateway.invoice;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import java.util.Optional;
import org.bluejay.gateway.event.EventView;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** What shops ask for: made, read, called off and paid by one attempt or several. */
@ApiResource
@Path("invoices")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class InvoiceResource {

    @Inject InvoiceService invoices;
    @Inject InvoiceCreation creation;
    @Inject InvoiceEvents views;
    @Inject InvoiceList list;
    @Inject AttemptService attempts;

    /** Makes an invoice and gives its checkout's address. */
    @Operation(operationId = "createInvoice", summary = "Create an invoice")
    @POST
    @Requires("invoices:write")
    @APIResponseSchema(value = InvoiceView.class, responseCode = "201")
    public Response create(@NotNull NewInvoice request, @Context SecurityContext security) {
        return creation.make(Caller.of(security), request).response();
    }

    /**
     * Lists invoices, newest first.
     *
     * @param limit most items to answer with
     * @param cursor where to read on: {@code page.next} of the answer before
     */
    @Operation(operationId = "listInvoices", summary = "List invoices")
    @GET
    @Requires("invoices:read")
    public Page.Answer<InvoiceView> list(
            @BeanParam @Valid InvoiceFilter filter,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(Page.MAX) int limit,
            @QueryParam("cursor") @Size(max = 100) String cursor,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return list.page(caller, filter, limit, cursor).map(views::view).answer(caller.requestId());
    }

    /** Reads an invoice by its id or its link. */
    @Operation(operationId = "readInvoice", summary = "Read an invoice")
    @GET
    @Path("{invoice}")
    @Requires("invoices:read")
    public Envelope<InvoiceView> get(
            @PathParam("invoice") String invoice, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(views.view(invoices.get(caller, invoice)), caller.requestId());
    }

    /** The little that a poll wants to know. */
    @Operation(operationId = "readInvoiceStatus", summary = "Read an invoice's status")
    @GET
    @Path("{invoice}/status")
    @Requires("invoices:read")
    public Envelope<InvoiceState> status(
            @PathParam("invoice") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Envelope<>(InvoiceState.of(invoices.get(caller, id)), caller.requestId());
    }

    /** The money that came for an invoice, oldest first. */
    @Operation(operationId = "listInvoicePayments", summary = "List an invoice's payments")
    @GET
    @Path("{invoice}/payments")
    @Requires("invoices:read")
    public Page.Answer<PaymentView> payments(
            @PathParam("invoice") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        int decimals = invoices.get(caller, id).currency().decimals();
        List<PaymentView> payments =
                invoices.payments(caller, id).stream()
                        .map(transfer -> PaymentView.of(transfer, decimals))
                        .toList();
        return new Page<>(payments, Optional.empty()).answer(caller.requestId());
    }

    /** Everything that has happened to an invoice and its money, in order. */
    @Operation(operationId = "listInvoiceEvents", summary = "List an invoice's events")
    @GET
    @Path("{invoice}/events")
    @Requires("invoices:read")
    public Page.Answer<EventView> events(
            @PathParam("invoice") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Page<>(list.events(invoices.get(caller, id)), Optional.empty())
                .answer(caller.requestId());
    }

    /** Calls an invoice off. */
    @Operation(operationId = "cancelInvoice", summary = "Cancel an invoice")
    @POST
    @Path("{invoice}/cancel")
    @Requires("invoices:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(InvoiceView.class)
    public Response cancel(
            @PathParam("invoice") String id, Cancel request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Invoice invoice = invoices.cancel(caller, id, request != null && request.force());
        return Response.ok(new Envelope<>(views.view(invoice), caller.requestId())).build();
    }

    /**
     * How to cancel.
     *
     * @param force although a payer may be paying right now
     */
    @Schema(name = "Cancellation")
    public record Cancel(boolean force) {}

    /** Opens a way to pay. */
    @Operation(operationId = "startAttempt", summary = "Start a payment attempt")
    @POST
    @Path("{invoice}/attempts")
    @Requires("invoices:write")
    @APIResponseSchema(value = AttemptView.class, responseCode = "201")
    public Response start(
            @PathParam("invoice") String id,
            @NotNull NewAttempt request,
            @Context SecurityContext security) {
        return attempts.start(Caller.of(security), id, request).response();
    }

    /** Every way to pay that was opened, oldest first. */
    @Operation(operationId = "listAttempts", summary = "List an invoice's payment attempts")
    @GET
    @Path("{invoice}/attempts")
    @Requires("invoices:read")
    public Page.Answer<AttemptView> attempts(
            @PathParam("invoice") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return new Page<>(attempts.attempts(caller, id), Optional.empty())
                .answer(caller.requestId());
    }
}
