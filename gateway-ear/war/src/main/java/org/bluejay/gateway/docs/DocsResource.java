package org.bluejay.gateway.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.bluejay.gateway.page.Pages;

/** The reference over HTTP. */
@Path("/")
@ApplicationScoped
@Produces("text/html;charset=utf-8")
public class DocsResource {

    @Inject Pages pages;

    /** Every operation and webhook. */
    @GET
    public byte[] reference(@Context UriInfo uri) {
        return draw("docs/reference.jte", uri);
    }

    /** Every problem; its code is its anchor, and so its type leads here. */
    @GET
    @Path("problems")
    public byte[] problems(@Context UriInfo uri) {
        return draw("docs/problems.jte", uri);
    }

    private byte[] draw(String template, UriInfo uri) {
        String base = uri.getBaseUri().getRawPath();
        String root = base.substring(0, base.lastIndexOf('/', base.length() - 2) + 1);
        return pages.draw(template, new Sheet(root, pages, ProblemKind.all()));
    }
}
