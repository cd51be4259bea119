package org.bluejay.gateway.api;

import jakarta.servlet.http.HttpServletResponse;
import org.bluejay.gateway.shared.RateLimits;

/** Tells callers how much is left, as the IETF's draft on RateLimit headers writes it. */
final class LimitHeaders {

    private static final String POLICY = "RateLimit-Policy";
    private static final String STATE = "RateLimit";

    private LimitHeaders() {}

    /** Beside what other limits have said already. */
    static void add(HttpServletResponse response, RateLimits.Decision decision) {
        append(response, POLICY, decision.policyItem());
        append(response, STATE, decision.stateItem());
    }

    private static void append(HttpServletResponse response, String header, String item) {
        String before = response.getHeader(header);
        response.setHeader(header, before == null ? item : before + ", " + item);
    }
}
