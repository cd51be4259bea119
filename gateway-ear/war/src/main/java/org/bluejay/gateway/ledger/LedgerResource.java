package org.bluejay.gateway.ledger;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.PageQuery;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Every change of money by double entry; a key of one shop sees that shop's. */
@ApiResource
@Path("ledger")
@Produces(MediaType.APPLICATION_JSON)
public class LedgerResource {

    @Inject LedgerReader ledger;

    /** Entries with their postings, newest first. */
    @Operation(operationId = "listLedger", summary = "List journal entries")
    @GET
    @Requires("ledger:read")
    public Page.Answer<JournalEntryView> list(
            @BeanParam PageQuery page,
            @BeanParam FilterQuery filter,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return ledger.entries(caller, filter.filter(), page.cursorId(), page.limit())
                .answer(caller.requestId());
    }

    /** What to look for. */
    public static class FilterQuery {

        /** Only entries of this invoice, by its id. */
        @QueryParam("invoiceId")
        private String invoiceId;

        /** Only entries of this payment. */
        @QueryParam("paymentId")
        private String paymentId;

        /** Only entries with a posting in this asset: `KES`, `usdt-tron`. */
        @QueryParam("asset")
        private String asset;

        LedgerReader.Filter filter() {
            return new LedgerReader.Filter(
                    id("invoiceId", invoiceId),
                    id("paymentId", paymentId),
                    Optional.ofNullable(asset));
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
