package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningShopConnector;
import org.bluejay.gateway.page.Language;
import org.bluejay.gateway.page.Page;
import org.bluejay.gateway.page.Pages;
import org.bluejay.gateway.page.Words;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Where the owner's browser arrives after the shop has asked him: {@code /grants/{token}}. The key
 * may come a moment before or after, and by another way; what the address says is believed only
 * when it is a no.
 */
@Path("{token}")
@ApplicationScoped
@Produces("text/html;charset=utf-8")
public class GrantPageResource {

    private static final System.Logger LOG = System.getLogger(GrantPageResource.class.getName());

    private final Map<Language, Words> words = Words.of(GrantPage.class);

    @Inject WorkDatabase database;
    @Inject Grants grants;
    @Inject GrantedConnections granted;
    @Inject KeyGranting granting;
    @Inject Connectors connectors;
    @Inject Clock clock;
    @Inject Pages pages;

    @GET
    public Response page(
            @PathParam("token") String token, @Context UriInfo uri, @Context HttpHeaders headers) {
        Optional<Grant> found = find(token);
        if (found.filter(grant -> isDenied(grant, uri)).isPresent()) {
            granted.refuse(found.get(), Grant.Reason.ACCESS_DENIED, "The owner said no.");
            found = find(token);
        }
        Page frame = Page.of(pages, words, uri, headers, token, Map.of());
        GrantPage page =
                new GrantPage(
                        frame,
                        GrantPage.outcome(found, clock.instant()),
                        looks(uri.getQueryParameters().getFirst(GrantPage.LOOK)));
        return Response.status(found.isPresent() ? Response.Status.OK : Response.Status.NOT_FOUND)
                .entity(pages.draw("shopsync/grant.jte", page))
                .build();
    }

    private Optional<Grant> find(String token) {
        return database.inTransaction(handle -> grants.find(handle, token));
    }

    private boolean isDenied(Grant grant, UriInfo uri) {
        Map<String, String> query = new HashMap<>();
        uri.getQueryParameters().forEach((name, values) -> query.put(name, values.get(0)));
        Optional<RunningShopConnector> connector = connectors.runningShop(grant.platform());
        if (!grant.isOpen(clock.instant()) || query.isEmpty() || connector.isEmpty()) {
            return false;
        }
        try {
            return granting.isRefusal(connector.get(), query);
        } catch (KeyGranting.Unanswered e) {
            LOG.log(
                    Level.WARNING,
                    "event=key-grant-return-not-read grant={0} cause=\"{1}\"",
                    grant.id(),
                    e.getMessage());
            return false;
        }
    }

    private static int looks(String text) {
        return text != null && text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    }
}
