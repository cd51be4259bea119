package org.bluejay.gateway.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Names the route of a request before anybody has looked closer. */
final class Routes {

    private static final Set<String> KNOWN =
            Set.of(
                    "api",
                    "pay",
                    "l",
                    "callbacks",
                    "hooks",
                    "grants",
                    "docs",
                    "health",
                    "metrics",
                    "assets");

    private Routes() {}

    /**
     * The first part of the path when it is one of ours; a made-up one must not become a metric.
     */
    static String of(HttpServletRequest request) {
        String path = request.getRequestURI();
        int end = path.indexOf('/', 1);
        String first = path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
        return KNOWN.contains(first) ? "/" + first + "/*" : "other";
    }
}
