package org.bluejay.gateway.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * Keeps every page to itself: nothing runs, loads, frames or is sent but our own, nothing is
 * stored, and no other site learns the address. Goes over every answer of an application of pages,
 * errors too.
 */
public class PageHeaders implements ContainerResponseFilter {

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        // Not "no-referrer": browsers would then send "Origin: null" with our own forms.
        headers.putSingle("Referrer-Policy", "same-origin");
        headers.putSingle("X-Content-Type-Options", "nosniff");
        headers.putSingle("X-Frame-Options", "DENY");
        headers.putSingle("Cache-Control", "no-store");
        headers.putSingle("Vary", "Accept-Language");
        headers.putSingle("Cross-Origin-Opener-Policy", "same-origin");
        headers.putSingle(
                "Permissions-Policy",
                "camera=(), microphone=(), geolocation=(), usb=(), payment=(),"
                        + " clipboard-write=(self)");
    }
}
