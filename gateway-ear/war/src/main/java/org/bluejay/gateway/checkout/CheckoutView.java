package org.bluejay.gateway.checkout;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.MethodDescriptor;

/**
 * All that a payer may see of one invoice at one moment. Two views that are equal but for the
 * seconds left are the same page.
 *
 * @param link the public link
 * @param shopName who asks
 * @param description what for, in the shop's words
 * @param orderId the shop's number of the order
 * @param paid settled money only
 * @param pending money seen and not settled
 * @param due what settled money does not cover yet; never negative
 * @param secondsLeft until the invoice runs out; 0 or less when its time is over
 * @param methods that can pay what is still open
 * @param step what the payer has to do for the attempt begun last; empty when none is open
 * @param exchange at which price the step asks for another unit; empty when it asks for the
 *     invoice's own
 * @param returnUrl the shop's page after success
 * @param cancelUrl the shop's page for who gives up
 * @param refundDue whether money is held that belongs to the payer
 */
public record CheckoutView(
        String link,
        String shopName,
        Optional<String> description,
        Optional<String> orderId,
        Status status,
        Money total,
        Money paid,
        Money pending,
        Money due,
        long secondsLeft,
        boolean sandbox,
        List<MethodDescriptor> methods,
        Optional<Step> step,
        Optional<Exchange> exchange,
        Optional<URI> returnUrl,
        Optional<URI> cancelUrl,
        boolean refundDue) {

    /** The invoice's status, as the API has it. */
    public enum Status {
        PENDING,
        PROCESSING,
        PAID,
        EXPIRED,
        CANCELLED
    }

    /** Addresses that a browser must not be sent to are dropped here, once for every template. */
    public CheckoutView {
        methods = List.copyOf(methods);
        returnUrl = returnUrl.filter(CheckoutView::isWebAddress);
        cancelUrl = cancelUrl.filter(CheckoutView::isWebAddress);
    }

    /** Still to be sent: what is due and not already on its way. */
    Money remaining() {
        return due.minus(pending).orZero();
    }

    /** Settled and unsettled together. */
    Money seen() {
        return paid.plus(pending);
    }

    /** More than was asked; zero when not. */
    Money surplus() {
        return paid.minus(total).orZero();
    }

    boolean hasMoney() {
        return seen().isPositive();
    }

    /** Whether the clock has run out while the invoice has not been closed yet. */
    boolean isOverdue() {
        return status == Status.PENDING && secondsLeft <= 0;
    }

    /**
     * Until the amount shown is no longer the right one: the price runs out, or the invoice does.
     */
    long secondsOfAmount() {
        return exchange.map(price -> Math.min(price.secondsLeft(), secondsLeft))
                .orElse(secondsLeft);
    }

    Optional<MethodDescriptor> method(String id) {
        return methods.stream().filter(method -> method.id().equals(id)).findFirst();
    }

    /**
     * The same text for the same page on every node: without the seconds, which pass without
     * anything having happened, and without sets, whose order is another in every process.
     */
    String fingerprint() {
        return Stream.of(
                        shopName,
                        description,
                        orderId,
                        status,
                        total,
                        paid,
                        pending,
                        due,
                        isOverdue(),
                        sandbox,
                        methods.stream().map(CheckoutView::fingerprintOf).toList(),
                        step,
                        exchange.map(price -> price.asked() + " " + price.pays()),
                        returnUrl,
                        cancelUrl,
                        refundDue)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }

    private static String fingerprintOf(MethodDescriptor method) {
        return method.id() + method.name() + method.kind() + method.inputs();
    }

    static boolean isWebAddress(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("https") || scheme.equals("http")) && address.getHost() != null;
    }
}
