package org.bluejay.gateway.api;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bluejay.gateway.shared.ClientAddress;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.RateLimits;
import org.bluejay.gateway.shared.RequestFacts;
import org.bluejay.gateway.shared.Stopping;

/**
 * The first and the last that every request meets: gives it its id and address, turns away what
 * comes too often or cannot be meant, and notes what became of it.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class FrontFilter implements Filter {

    private static final String REQUEST_ID = "X-Request-Id";

    /**
     * Encoded control characters: no parameter of ours has one, and no database takes the first.
     */
    private static final Pattern CONTROL = Pattern.compile("%(?:[01][0-9A-Fa-f]|7[Ff])");

    @Inject ClientAddress addresses;
    @Inject RateLimits limits;
    @Inject AccessLog log;

    @Override
    public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) in;
        HttpServletResponse response = (HttpServletResponse) out;
        RequestFacts facts =
                RequestFacts.begin(
                        request, Ids.next().toString(), addressOf(request), Routes.of(request));
        response.setHeader(REQUEST_ID, facts.id());
        try (AccessLog.Entry entry = log.begin(request, response)) {
            Optional<Problem> refusal =
                    isWatched(request.getRequestURI())
                            ? Optional.empty()
                            : refusal(request, response, facts);
            if (refusal.isPresent()) {
                ProblemPage.write(response, refusal.get(), facts.id());
            } else {
                chain.doFilter(request, response);
            }
            entry.completed();
        }
    }

    /** What watches the gateway is not turned away when it is busy. */
    private static boolean isWatched(String path) {
        return path.startsWith("/health") || path.equals("/metrics");
    }

    private String addressOf(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(addresses.header()));
        return addresses.of(request.getRemoteAddr(), headers);
    }

    private Optional<Problem> refusal(
            HttpServletRequest request, HttpServletResponse response, RequestFacts facts) {
        if (Stopping.hasBegun()) {
            return Optional.of(Problem.stopping());
        }
        Optional<RateLimits.Decision> limit = limits.address(facts.address());
        limit.ifPresent(decision -> LimitHeaders.add(response, decision));
        try {
            limit.ifPresent(RateLimits.Decision::orRefuse);
        } catch (Problem tooMany) {
            return Optional.of(tooMany);
        }
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        return CONTROL.matcher(request.getRequestURI() + "?" + query).find()
                ? Optional.of(Problem.malformed("the URL holds a control character"))
                : Optional.empty();
    }
}
