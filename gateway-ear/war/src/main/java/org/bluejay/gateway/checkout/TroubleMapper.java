package org.bluejay.gateway.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.bluejay.gateway.page.Page;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Stopping;

/** Turns whatever went wrong into a page that says so, and nothing about our insides. */
@ApplicationScoped
public class TroubleMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(TroubleMapper.class.getName());

    private static final int BUG = 500;

    @Context UriInfo uri;
    @Context HttpHeaders headers;
    @Inject CheckoutPages pages;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof Problem problem) {
            return page(
                    problem.status(), "", problem.retryAfter().map(Duration::toSeconds).orElse(0L));
        }
        if (thrown instanceof WebApplicationException known
                && known.getResponse().getStatus() < BUG) {
            return known.getResponse().getStatus() < 400
                    ? known.getResponse()
                    : page(known.getResponse().getStatus(), "", retryAfter(known.getResponse()));
        }
        if (Stopping.hasBegun()) {
            LOG.log(Level.WARNING, "event=checkout-stopping", thrown);
            return toResponse(Problem.stopping());
        }
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "checkout failed reference=" + reference, thrown);
        return page(BUG, reference, 0);
    }

    private Response page(int status, String reference, long retrySeconds) {
        // A form's address cannot be opened; its page can.
        String below = uri.getPath(false).replaceFirst("^/", "").split("/", 2)[0];
        Page frame = pages.frame(uri, headers, below, Map.of());
        Response.ResponseBuilder answer =
                Response.status(status)
                        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                        .entity(pages.trouble(new Trouble(frame, status, reference, retrySeconds)));
        if (retrySeconds > 0) {
            answer.header(HttpHeaders.RETRY_AFTER, retrySeconds);
        }
        return answer.build();
    }

    private static long retryAfter(Response response) {
        String value = response.getHeaderString(HttpHeaders.RETRY_AFTER);
        return value != null && value.matches("\\d{1,6}") ? Long.parseLong(value) : 0;
    }
}
