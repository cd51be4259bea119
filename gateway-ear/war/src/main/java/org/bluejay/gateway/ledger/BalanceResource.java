package org.bluejay.gateway.ledger;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.PageQuery;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the ledger's accounts hold now; a key of one shop sees what is that shop's. */
@ApiResource
@Path("balances")
@Produces(MediaType.APPLICATION_JSON)
public class BalanceResource {

    @Inject LedgerReader ledger;

    /** By asset, custody and bucket; of accounts that money ever moved in. */
    @Operation(operationId = "listBalances", summary = "List balances")
    @GET
    @Requires("balances:read")
    public Page.Answer<BalanceView> list(
            @BeanParam PageQuery page, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return ledger.balances(caller, page.cursorId(), page.limit()).answer(caller.requestId());
    }
}
