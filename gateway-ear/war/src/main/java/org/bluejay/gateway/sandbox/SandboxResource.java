package org.bluejay.gateway.sandbox;

import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.bluejay.gateway.idempotency.Idempotent;
import org.bluejay.gateway.idempotency.IdempotentCall;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.InvoiceView;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** What can be made to happen in the sandbox. */
@ApiResource
@Path("sandbox")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SandboxResource {

    @Inject Simulation simulation;
    @Inject IdempotentCall once;
    @Inject SandboxClock clock;

    /**
     * What is to happen.
     *
     * @param scenario paid, detected, underpaid, overpaid, late, dropped, duplicate, failed or
     *     refunded, which gives back all that came
     * @param callbacks what becomes of the network's callbacks: normal, lost, duplicated or
     *     delayed; normal when left out
     */
    @Schema(name = "Simulation")
    public record Play(
            @NotNull
                    @Pattern(
                            regexp =
                                    "paid|detected|underpaid|overpaid|late|dropped|duplicate|failed|refunded",
                            message =
                                    "must be paid, detected, underpaid, overpaid, late, dropped,"
                                            + " duplicate, failed or refunded")
                    String scenario,
            @Pattern(
                            regexp = "normal|lost|duplicated|delayed",
                            message = "must be normal, lost, duplicated or delayed")
                    String callbacks) {}

    /**
     * Lets something happen to an invoice's open attempt; opens one with {@code sandbox-code} when
     * there is none.
     */
    @Operation(operationId = "simulatePayment", summary = "Simulate a payment")
    @POST
    @Path("invoices/{invoice}/simulate")
    @Requires("sandbox:write")
    @APIResponseSchema(InvoiceView.class)
    public Response simulate(
            @PathParam("invoice") String invoice,
            @NotNull Play play,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Courier.Fate fate = Courier.Fate.of(play.callbacks() == null ? "normal" : play.callbacks());
        Invoice played = simulation.stage(caller, invoice);
        return once.once(
                caller,
                played.id(),
                () -> answer(caller, simulation.play(caller, played, play.scenario(), fate)),
                () -> answer(caller, simulation.view(caller, played)));
    }

    private static Response answer(Caller caller, InvoiceView invoice) {
        return Response.ok(new Envelope<>(invoice, caller.requestId())).build();
    }

    /**
     * How far a shop's clock is to go.
     *
     * @param by an ISO 8601 duration such as {@code PT30M}, at most 366 days in all
     * @param shopId whose clock; may be left out with a key of one shop
     */
    @Schema(name = "ClockAdvance")
    public record Advance(@NotNull String by, String shopId) {}

    /**
     * A shop's time.
     *
     * @param now as the shop has it from now on
     */
    @Schema(name = "ShopTime")
    public record Time(UUID shopId, Instant now) {}

    /** Moves a sandbox shop's clock forward, and everything that waits for it. */
    @Operation(operationId = "advanceClock", summary = "Advance a shop's clock")
    @POST
    @Path("clock/advance")
    @Requires("sandbox:write")
    @Transactional
    @Idempotent
    @APIResponseSchema(Time.class)
    public Response advance(@NotNull Advance advance, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Time time = clock.advance(caller, advance.shopId(), duration(advance.by()));
        return Response.ok(new Envelope<>(time, caller.requestId())).build();
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid("by", "must be an ISO 8601 duration such as PT30M");
        }
    }
}
