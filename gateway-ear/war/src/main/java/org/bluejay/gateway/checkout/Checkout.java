package org.bluejay.gateway.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * The payer's side of an invoice: what there is to see behind a link, and the choice of a method.
 */
@ApplicationScoped
public class Checkout {

    /** Empty when no invoice has this link. */
    public Optional<CheckoutView> view(String link) {
        return Optional.empty();
    }

    /**
     * Begins to pay in one way. What became of it stands in the next {@link #view}.
     *
     * @param method id of one of the view's methods
     * @param input answers to what the method asks, checked
     */
    public void start(String link, String method, Map<String, String> input) {}
}
