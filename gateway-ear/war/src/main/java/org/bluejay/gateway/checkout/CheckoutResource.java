package org.bluejay.gateway.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.gateway.page.Page;

/**
 * The checkout over HTTP. Every step is an ordinary link or form, so that it works without scripts;
 * a form always answers with a redirect back to the page.
 */
@Path("/")
@ApplicationScoped
@Produces("text/html;charset=utf-8")
public class CheckoutResource {

    private static final int UNPROCESSABLE = 422;

    /** The form's field with the version that the payer saw. */
    private static final String SEEN = "seen";

    @Inject Checkout checkout;
    @Inject CheckoutPages pages;

    @GET
    @Path("{link}")
    public Response page(
            @PathParam("link") String link, @Context UriInfo uri, @Context HttpHeaders headers) {
        checkout.refresh(link);
        return Response.ok(pages.page(draft(find(link), uri, headers))).build();
    }

    /** What a live page asks for: the changing part, or 304 while nothing has changed. */
    @GET
    @Path("{link}/live")
    public Response live(
            @PathParam("link") String link,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context Request request) {
        CheckoutPage page = draft(find(link), uri, headers);
        EntityTag version = new EntityTag(page.version());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(version);
        return unchanged != null
                ? unchanged.build()
                : Response.ok(pages.live(page)).tag(version).build();
    }

    /** The payer's choice of a method, with what the method wants to know. */
    @POST
    @Path("{link}/attempts")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response start(
            @PathParam("link") String link,
            MultivaluedMap<String, String> form,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        CheckoutView view = find(link);
        CheckoutPage page = draft(view, uri, headers);
        Optional<MethodDescriptor> method =
                view.method(String.valueOf(form.getFirst(CheckoutPage.METHOD)));
        if (!page.isOpen() || method.isEmpty() || isRepeated(form, view)) {
            return seeOther(page.home());
        }
        Answers answers = Answers.of(method.get(), form);
        if (CheckoutPage.asks(method.get()) && !answers.given()) {
            return seeOther(page.formOf(method.get()));
        }
        if (!answers.faults().isEmpty()) {
            return Response.status(UNPROCESSABLE)
                    .entity(pages.page(page.withForm(method.get(), answers)))
                    .build();
        }
        checkout.start(link, method.get().id(), answers.typed());
        return seeOther(page.home());
    }

    /** Straight into the payer's wallet when there is something to open there. */
    @GET
    @Path("{link}/wallet")
    public Response wallet(
            @PathParam("link") String link, @Context UriInfo uri, @Context HttpHeaders headers) {
        checkout.refresh(link);
        CheckoutPage page = draft(find(link), uri, headers);
        Optional<URI> wallet =
                page.isOpen() ? page.view().step().flatMap(Step::walletLink) : Optional.empty();
        return seeOther(wallet.map(URI::toString).orElseGet(page::home));
    }

    private CheckoutView find(String link) {
        return checkout.view(link).orElseThrow(NotFoundException::new);
    }

    private CheckoutPage draft(CheckoutView view, UriInfo uri, HttpHeaders headers) {
        MultivaluedMap<String, String> asked = uri.getQueryParameters();
        Map<String, String> query = new HashMap<>();
        Optional<MethodDescriptor> form =
                view.method(String.valueOf(asked.getFirst(CheckoutPage.METHOD)))
                        .filter(method -> !method.inputs().settings().isEmpty());
        form.ifPresent(method -> query.put(CheckoutPage.METHOD, method.id()));
        boolean choosing = form.isEmpty() && asked.containsKey(CheckoutPage.CHOOSE);
        if (choosing) {
            query.put(CheckoutPage.CHOOSE, "1");
        }
        Page frame = pages.frame(uri, headers, view.link(), query);
        return CheckoutPage.of(frame, view, choosing, form);
    }

    /**
     * Whether this form was sent before: the same method is already begun, and was not when the
     * payer saw the page. A second click must not ring the payer's phone twice.
     */
    private static boolean isRepeated(MultivaluedMap<String, String> form, CheckoutView view) {
        String seen = form.getFirst(SEEN);
        return seen != null
                && !seen.equals(CheckoutPages.versionOf(view))
                && view.step()
                        .filter(step -> step.method().equals(form.getFirst(CheckoutPage.METHOD)))
                        .isPresent();
    }

    /**
     * The path as it is and not made absolute: behind a proxy we may not know our own scheme, and a
     * redirect to another one is refused by the page's own policy.
     */
    private static Response seeOther(String location) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, location)
                .build();
    }
}
