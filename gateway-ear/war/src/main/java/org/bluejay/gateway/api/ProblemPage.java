package org.bluejay.gateway.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.RequestFacts;
import org.bluejay.gateway.shared.Stopping;

/**
 * What is told outside the API when nothing else answers, instead of the server's own error pages.
 */
@WebServlet("/problem")
public class ProblemPage extends HttpServlet {

    private static final System.Logger LOG = System.getLogger(ProblemPage.class.getName());

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Throwable thrown = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        String requestId = requestId(request, response);
        if (thrown != null) {
            LOG.log(Level.ERROR, "event=request-failed requestId=" + requestId, thrown);
        }
        write(response, problemOf(status instanceof Integer code ? code : 404), requestId);
    }

    /** A request that was refused before the front filter has no id yet. */
    private static String requestId(HttpServletRequest request, HttpServletResponse response) {
        if (response.getHeader("X-Request-Id") == null) {
            String id = Ids.next().toString();
            response.setHeader("X-Request-Id", id);
            return id;
        }
        return RequestFacts.of(request).id();
    }

    private static Problem problemOf(int status) {
        return switch (status) {
            case 404 -> Problem.of(404, "not-found", "Not found", "there is nothing at this path");
            case 405 ->
                    Problem.of(
                            405,
                            "method-not-allowed",
                            "This cannot be done with that",
                            "this path does not know this method");
            case 503 ->
                    Stopping.hasBegun()
                            ? Problem.stopping()
                            : Problem.unavailable(
                                    "the gateway is starting or stopping",
                                    java.time.Duration.ofSeconds(3));
            default ->
                    status >= 500
                            ? bug()
                            : Problem.of(
                                    status,
                                    "refused",
                                    "The request was refused",
                                    "the server refused this request");
        };
    }

    private static Problem bug() {
        return Stopping.hasBegun()
                ? Problem.stopping()
                : Problem.of(
                        500,
                        "internal-error",
                        "Something went wrong here",
                        "this is not your fault; tell the operator the requestId");
    }

    /** Writes a problem without JAX-RS. */
    static void write(HttpServletResponse response, Problem problem, String requestId)
            throws IOException {
        Optional<String> pause = problem.retryAfter().map(ProblemDocument::retryAfter);
        pause.ifPresent(seconds -> response.setHeader("Retry-After", seconds));
        response.setStatus(problem.status());
        response.setContentType(ProblemDocument.CONTENT_TYPE);
        response.setHeader("X-Content-Type-Options", "nosniff");
        byte[] document = ProblemDocument.of(problem, requestId);
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }
}
