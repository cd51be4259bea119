package org.bluejay.gateway.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.gateway.invoice.AttemptService;
import org.bluejay.gateway.invoice.AttemptView;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.InvoiceService;
import org.bluejay.gateway.invoice.InvoiceStatus;
import org.bluejay.gateway.invoice.NewAttempt;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.network.Method;
import org.bluejay.gateway.shared.Problem;

/**
 * The payer's side of an invoice: what there is to see behind a link, and the choice of a method.
 */
@ApplicationScoped
public class Checkout {

    private static final Logger LOG = System.getLogger(Checkout.class.getName());

    @Inject InvoiceService invoices;
    @Inject AttemptService attempts;
    @Inject Shops shops;

    /** Empty when no invoice has this link. */
    @Transactional
    public Optional<CheckoutView> view(String link) {
        return invoices.findByLink(link).map(this::viewOf);
    }

    /**
     * The payer opens the checkout, perhaps again: where the price of what he was asked for has run
     * out, the next {@link #view} asks at the price of now.
     */
    public void refresh(String link) {
        invoices.findByLink(link).ifPresent(attempts::refresh);
    }

    /**
     * Begins to pay in one way. What became of it, a refusal too, stands in the next {@link #view}.
     *
     * @param method id of one of the view's methods
     * @param input answers to what the method asks, checked
     */
    public void start(String link, String method, Map<String, String> input) {
        Invoice invoice = invoices.findByLink(link).orElseThrow(() -> Problem.notFound("invoice"));
        try {
            attempts.start(invoice, new NewAttempt(method, null, input));
        } catch (Problem problem) {
            LOG.log(
                    Level.INFO,
                    "event=payer-could-not-start invoice={0} method={1} code={2}",
                    invoice.id(),
                    method,
                    problem.code());
        }
    }

    private CheckoutView viewOf(Invoice invoice) {
        Shop shop = shops.find(invoice.merchantId(), invoice.shopId()).orElseThrow();
        Instant now = shops.clockOf(shop).instant();
        Money remaining = invoice.amountDue().minus(invoice.pending()).orZero();
        List<Method> offers = attempts.offers(invoice);
        Optional<AttemptView> latest = attempts.latest(invoice);
        Optional<Step> step =
                latest.flatMap(attempt -> CurrentStep.of(attempt, offers, remaining, now));
        return new CheckoutView(
                invoice.link(),
                shop.name(),
                invoice.description(),
                invoice.orderId(),
                CheckoutView.Status.valueOf(invoice.status().name()),
                invoice.total(),
                invoice.paid(),
                invoice.pending(),
                invoice.amountDue(),
                Duration.between(now, invoice.expiresAt()).toSeconds(),
                invoice.environment() == Environment.SANDBOX,
                methodsFor(remaining, offers),
                step,
                latest.filter(attempt -> step.isPresent())
                        .flatMap(attempt -> CurrentStep.exchange(attempt, remaining, now)),
                invoice.redirectUrl().flatMap(Checkout::address),
                invoice.cancelUrl().flatMap(Checkout::address),
                isRefundDue(invoice));
    }

    /** Each method once, whichever channels offer it, and only if it takes such an amount. */
    private List<MethodDescriptor> methodsFor(Money remaining, List<Method> offers) {
        Map<String, MethodDescriptor> byId = new LinkedHashMap<>();
        offers.stream()
                .map(Method::descriptor)
                .filter(method -> attempts.takes(remaining, method))
                .forEach(method -> byId.putIfAbsent(method.id(), method));
        return List.copyOf(byId.values());
    }

    private static boolean isRefundDue(Invoice invoice) {
        Money kept = invoice.paid().plus(invoice.pending()).minus(invoice.refunded());
        return invoice.status() == InvoiceStatus.CANCELLED && kept.isPositive();
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }
}
