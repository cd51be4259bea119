package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.bluejay.gateway.network.Method;
import org.bluejay.gateway.network.Networks;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.source.SourceStates;

/**
 * The ways in which an invoice can be paid now. Its promise: money that is sent by one of them will
 * be seen.
 */
@ApplicationScoped
class Offers {

    @Inject Networks networks;
    @Inject Pricing pricing;
    @Inject SourceStates sources;

    /** What its shop has, the invoice accepts, and can be priced. */
    List<Method> of(Invoice invoice) {
        return suiting(invoice).stream().filter(offer -> isSeen(offer, invoice)).toList();
    }

    /**
     * Why a method that would suit is not offered: only the operator can do something then.
     *
     * @return to be put after what is offered; empty when the shop has no such method
     */
    String whyNot(Invoice invoice, String method) {
        return suiting(invoice).stream()
                .filter(offer -> offer.descriptor().id().equals(method))
                .filter(offer -> !isSeen(offer, invoice))
                .findFirst()
                .map(
                        offer ->
                                "; "
                                        + method
                                        + " will be, once its chain is read: the operator sets up"
                                        + " bluejay.source."
                                        + offer.network()
                                        + "."
                                        + EnvironmentConverter.text(invoice.environment()))
                .orElse("");
    }

    /** On a chain that was never read, what comes now would be lost for ever. */
    private boolean isSeen(Method offer, Invoice invoice) {
        return !networks.takesAnyAmount(offer.network())
                || sources.hasBegun(offer.network(), invoice.environment());
    }

    private List<Method> suiting(Invoice invoice) {
        return networks.methodsOf(invoice.shopId()).stream()
                .filter(
                        offer ->
                                invoice.acceptedMethods().isEmpty()
                                        || invoice.acceptedMethods()
                                                .contains(offer.descriptor().id()))
                .filter(offer -> pricing.unitOf(offer.descriptor(), invoice.currency()).isPresent())
                .toList();
    }
}
