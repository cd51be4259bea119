package org.bluejay.gateway.currency;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.function.Function;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.PageQuery;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What can be paid in, and what can be counted in. */
@ApiResource
@Path("currencies")
@Produces(MediaType.APPLICATION_JSON)
@Requires("currencies:read")
public class CurrencyResource {

    @Inject Currencies currencies;

    /** The assets of chains, by id. */
    @Operation(operationId = "listCryptoCurrencies", summary = "List crypto assets")
    @GET
    @Path("crypto")
    public Page.Answer<Asset> crypto(
            @BeanParam PageQuery query, @Context SecurityContext security) {
        return page(currencies.assets(), Asset::id, query, security);
    }

    /** The currencies of ISO 4217, by code. */
    @Operation(operationId = "listFiatCurrencies", summary = "List fiat currencies")
    @GET
    @Path("fiat")
    public Page.Answer<Fiat> fiat(@BeanParam PageQuery query, @Context SecurityContext security) {
        return page(currencies.fiat(), Fiat::code, query, security);
    }

    private static <T> Page.Answer<T> page(
            List<T> sorted,
            Function<T, String> cursorOf,
            PageQuery query,
            SecurityContext security) {
        int limit = query.limit();
        String after = query.cursor().orElse("");
        List<T> rows =
                sorted.stream()
                        .filter(item -> cursorOf.apply(item).compareTo(after) > 0)
                        .limit(limit + 1L)
                        .toList();
        return Page.of(rows, limit, cursorOf).answer(Caller.of(security).requestId());
    }
}
