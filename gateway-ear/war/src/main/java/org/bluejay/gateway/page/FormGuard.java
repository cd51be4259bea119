package org.bluejay.gateway.page;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Set;

/**
 * Lets a form in only from one of our own pages, and only a small one. There is no session to ride
 * on, but another site must not be able to start a payment on the phone of someone whose link it
 * knows.
 */
public class FormGuard implements ContainerRequestFilter {

    /** Bytes; our longest form has a handful of short fields. */
    private static final int MAX_FORM = 16 * 1024;

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public void filter(ContainerRequestContext request) {
        if (SAFE_METHODS.contains(request.getMethod())) {
            return;
        }
        if (!isOurs(request)) {
            throw new ForbiddenException("form from another site");
        }
        if (request.getLength() > MAX_FORM) {
            throw new WebApplicationException(Status.REQUEST_ENTITY_TOO_LARGE);
        }
        if (request.getLength() < 0 && request.hasEntity()) {
            throw new WebApplicationException(Status.LENGTH_REQUIRED);
        }
    }

    /**
     * Browsers say where a form stands in Sec-Fetch-Site, old ones in Origin. A client that says
     * neither is no browser, and so nobody can have tricked it.
     */
    private static boolean isOurs(ContainerRequestContext request) {
        String site = request.getHeaderString("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeaderString("Origin");
        return origin == null || authorityOf(origin).equals(ownAuthority(request));
    }

    private static String ownAuthority(ContainerRequestContext request) {
        String host = request.getHeaderString("Host");
        return host == null ? request.getUriInfo().getBaseUri().getAuthority() : host;
    }

    private static String authorityOf(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException notAnAddress) {
            return "";
        }
    }
}
