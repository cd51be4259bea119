package org.bluejay.gateway.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.gateway.invoice.AttemptService;
import org.bluejay.gateway.invoice.AttemptView;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.InvoiceService;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.page.Language;
import org.bluejay.gateway.page.Page;
import org.bluejay.gateway.page.Pages;
import org.bluejay.gateway.page.Words;
import org.bluejay.gateway.sandbox.WalletView.Outcome;
import org.bluejay.gateway.shared.Problem;

/** Where a sandbox payment leads its payer: a wallet that does as it is told. */
@Path("wallet/{token}")
@ApplicationScoped
@Produces("text/html;charset=utf-8")
public class WalletResource {

    private static final String DONE = "done";
    private static final Map<Outcome, String> SCENARIOS =
            Map.of(
                    Outcome.PAY,
                    "paid",
                    Outcome.LESS,
                    "underpaid",
                    Outcome.MORE,
                    "overpaid",
                    Outcome.FAIL,
                    "failed");

    private final Map<Language, Words> words = Words.of(WalletResource.class);

    @Inject AttemptService attempts;
    @Inject InvoiceService invoices;
    @Inject Shops shops;
    @Inject Simulation simulation;
    @Inject Pages pages;

    @GET
    public Response page(
            @PathParam("token") String token,
            @QueryParam(DONE) String done,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        AttemptView attempt = find(token);
        Invoice invoice = invoices.ofAttempt(attempt).orElseThrow(NotFoundException::new);
        Page frame = Page.of(pages, words, uri, headers, "wallet/" + token, Map.of());
        Money asked =
                Money.of(
                        attempt.amount(),
                        new CurrencyUnit(
                                attempt.asset(), new BigDecimal(attempt.amount()).scale()));
        WalletView view =
                new WalletView(
                        frame,
                        shops.find(invoice.merchantId(), invoice.shopId())
                                .map(Shop::name)
                                .orElseThrow(NotFoundException::new),
                        attempt.method(),
                        asked,
                        times(asked, "0.5"),
                        times(asked, "1.5"),
                        outcome(done),
                        "/pay/" + invoice.link());
        return Response.ok(pages.draw("sandbox/wallet.jte", view)).build();
    }

    /** What the person who tests lets happen. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response play(@PathParam("token") String token, @FormParam("outcome") String text) {
        AttemptView attempt = find(token);
        Outcome outcome = outcome(text).orElseThrow(NotFoundException::new);
        try {
            simulation.play(attempt, SCENARIOS.get(outcome));
            return seeOther("/sandbox/wallet/" + token + "?" + DONE + "=" + text);
        } catch (Problem impossible) {
            // It was paid or given up before; the checkout says how it stands.
            return seeOther(
                    "/pay/"
                            + invoices.ofAttempt(attempt)
                                    .orElseThrow(NotFoundException::new)
                                    .link());
        }
    }

    private AttemptView find(String token) {
        return attempts.byToken(token)
                .filter(
                        attempt ->
                                invoices.ofAttempt(attempt)
                                        .filter(Simulation::isSandbox)
                                        .isPresent())
                .orElseThrow(NotFoundException::new);
    }

    private static Optional<Outcome> outcome(String text) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static Money times(Money asked, String factor) {
        BigDecimal amount = asked.amount().multiply(new BigDecimal(factor));
        return new Money(
                amount.setScale(asked.currency().decimals(), RoundingMode.UP), asked.currency());
    }

    private static Response seeOther(String location) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, location)
                .build();
    }
}
