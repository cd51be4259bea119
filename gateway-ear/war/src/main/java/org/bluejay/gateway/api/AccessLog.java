package org.bluejay.gateway.api;

import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.bluejay.gateway.shared.Metrics;
import org.bluejay.gateway.shared.RequestFacts;

/**
 * One line and one measurement for each request: which, how it ended and how long it took. Never
 * its path, query, headers or body, which may hold secrets or a payer's data.
 */
@ApplicationScoped
public class AccessLog {

    private static final System.Logger LOG = System.getLogger("org.bluejay.gateway.access");
    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Inject Metrics metrics;

    private final AtomicInteger running = new AtomicInteger();
    private Histogram durations;

    @PostConstruct
    void register() {
        durations =
                metrics.seconds(
                        "bluejay_http_request_seconds",
                        "How long requests took",
                        "method",
                        "route",
                        "status");
        metrics.gauge("bluejay_http_requests_running", "Requests being answered", running::get);
    }

    /** Notes the beginning of a request; closing the entry notes its end. */
    Entry begin(HttpServletRequest request, HttpServletResponse response) {
        running.incrementAndGet();
        return new Entry(request, response, System.nanoTime());
    }

    /** A request being answered. */
    final class Entry implements AutoCloseable {

        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final long began;
        private boolean completed;

        private Entry(HttpServletRequest request, HttpServletResponse response, long began) {
            this.request = request;
            this.response = response;
            this.began = began;
        }

        /** The answer is whole; without this the status is not what the caller got. */
        void completed() {
            completed = true;
        }

        @Override
        public void close() {
            running.decrementAndGet();
            RequestFacts facts = RequestFacts.of(request);
            long nanos = System.nanoTime() - began;
            int status = completed ? response.getStatus() : 500;
            String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
            durations
                    .labelValues(method, facts.route(), Integer.toString(status))
                    .observe(nanos / 1e9);
            if (LOG.isLoggable(Level.INFO)) {
                LOG.log(Level.INFO, line(facts, method, status, nanos / 1_000_000));
            }
        }

        private String line(RequestFacts facts, String method, int status, long millis) {
            StringBuilder line = new StringBuilder(200);
            line.append("requestId=").append(facts.id());
            line.append(" method=").append(method).append(" route=").append(facts.route());
            line.append(" status=").append(status).append(" ms=").append(millis);
            if (facts.keyId() != null) {
                line.append(" key=").append(facts.keyId());
            }
            String theirs = request.getHeader("X-Request-Id");
            if (theirs != null && SANE_ID.matcher(theirs).matches()) {
                line.append(" clientRequestId=").append(theirs);
            }
            return line.toString();
        }
    }
}
