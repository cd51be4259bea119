package org.bluejay.gateway.shared;

import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Objects;
import java.util.UUID;

/**
 * What is known of a request from its first moment on, for whoever works on it and for the line in
 * the log: written by the front filter, found again with {@link #of}.
 */
public final class RequestFacts {

    private static final String ATTRIBUTE = RequestFacts.class.getName();

    private final String id;
    private final String address;
    private volatile String route;
    private volatile UUID keyId;

    private RequestFacts(String id, String address, String route) {
        this.id = id;
        this.address = address;
        this.route = route;
    }

    /** Notes the facts of a request that has just come in. */
    public static RequestFacts begin(
            ServletRequest request, String id, String address, String route) {
        RequestFacts facts = new RequestFacts(id, address, route);
        request.setAttribute(ATTRIBUTE, facts);
        return facts;
    }

    /** Of any request that came through the front filter, which all do. */
    public static RequestFacts of(ServletRequest request) {
        return Objects.requireNonNull(
                (RequestFacts) request.getAttribute(ATTRIBUTE), "not through the front filter");
    }

    /** The same, where the request's attributes are the context's properties: without a proxy. */
    public static RequestFacts of(ContainerRequestContext request) {
        return Objects.requireNonNull(
                (RequestFacts) request.getProperty(ATTRIBUTE), "not through the front filter");
    }

    /** The request's own id, also in {@code X-Request-Id}. */
    public String id() {
        return id;
    }

    /** Where the request came from, as far as proxies can be trusted. */
    public String address() {
        return address;
    }

    /** The path with names for what varies, fit for logs and metrics: {@code /pay/{link}}. */
    public String route() {
        return route;
    }

    /** Names the route; never the path itself, which may hold a secret. */
    public void route(String template) {
        this.route = template;
    }

    /** The key that was used, or null. */
    public UUID keyId() {
        return keyId;
    }

    public void keyId(UUID id) {
        this.keyId = id;
    }
}
