package org.bluejay.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.RequestFacts;
import org.bluejay.gateway.shared.Stopping;

/**
 * Turns whatever was thrown into a problem document. A bug is logged once and tells only its id.
 */
@Provider
@ApplicationScoped
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Context HttpServletRequest request;

    @Override
    public Response toResponse(Throwable thrown) {
        String requestId = RequestFacts.of(request).id();
        Optional<Problem> known = Failures.problemOf(thrown, Stopping.hasBegun());
        Problem problem = known.orElseGet(() -> bug(requestId, thrown));
        if (known.isPresent() && problem.status() >= 500) {
            LOG.log(Level.WARNING, "event=unavailable requestId=" + requestId, thrown);
        }
        Response.ResponseBuilder response =
                Response.status(problem.status())
                        .type(ProblemDocument.CONTENT_TYPE)
                        .entity(ProblemDocument.of(problem, requestId));
        problem.retryAfter()
                .map(ProblemDocument::retryAfter)
                .ifPresent(pause -> response.header(HttpHeaders.RETRY_AFTER, pause));
        if (problem.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"bluejay\"");
        }
        if (problem.status() == 405 && thrown instanceof WebApplicationException web) {
            response.header(
                    HttpHeaders.ALLOW, web.getResponse().getHeaderString(HttpHeaders.ALLOW));
        }
        return response.build();
    }

    private static Problem bug(String requestId, Throwable thrown) {
        LOG.log(Level.ERROR, "event=request-failed requestId=" + requestId, thrown);
        return Problem.of(
                500,
                "internal-error",
                "Something went wrong here",
                "this is not your fault; tell the operator the requestId");
    }
}
