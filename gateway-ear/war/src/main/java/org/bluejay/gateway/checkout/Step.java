package org.bluejay.gateway.checkout;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bluejay.connector.Money;

/** What the payer has to do now for the attempt that is open. */
public sealed interface Step {

    /** The method's id, by which it can be chosen again. */
    String method();

    /** As the payer reads it. */
    String methodName();

    /** Where to do it, straight in the payer's wallet or on the network's page. */
    default Optional<URI> walletLink() {
        return Optional.empty();
    }

    /**
     * Scan or copy a code.
     *
     * @param amount exactly this, in the unit that is sent
     * @param walletLink opens the payer's wallet; a scheme that a browser would run is dropped
     */
    record ShowCode(
            String method,
            String methodName,
            Money amount,
            String copyText,
            String qrText,
            Optional<URI> walletLink)
            implements Step {

        private static final Set<String> RUN_BY_BROWSERS =
                Set.of("javascript", "data", "vbscript", "blob", "file", "filesystem", "about");

        public ShowCode {
            Objects.requireNonNull(amount, "amount");
            walletLink = walletLink.filter(ShowCode::isHarmless);
        }

        private static boolean isHarmless(URI link) {
            String scheme = String.valueOf(link.getScheme()).toLowerCase(Locale.ROOT);
            return link.isAbsolute() && !RUN_BY_BROWSERS.contains(scheme);
        }
    }

    /**
     * Approve a request on the payer's own device.
     *
     * @param sentTo where it went, masked
     */
    record AwaitApproval(String method, String methodName, Money amount, String sentTo)
            implements Step {}

    /** Go on at the network's own page and come back; always a link, never sent to unasked. */
    record Redirect(String method, String methodName, Money amount, URI location) implements Step {
        public Redirect {
            if (!CheckoutView.isWebAddress(location)) {
                throw new IllegalArgumentException("a redirect of " + method + " leads nowhere");
            }
        }

        @Override
        public Optional<URI> walletLink() {
            return Optional.of(location);
        }
    }

    /** Asked for, not answered yet: for a moment after the choice. */
    record Preparing(String method, String methodName) implements Step {}

    /** Nothing came of the request: not reached, or refused at once. Asking again is safe. */
    record NotStarted(String method, String methodName) implements Step {}

    /** The payer had it and it came to nothing: declined, or run out. Nothing was charged. */
    record Refused(String method, String methodName) implements Step {}

    /**
     * It may have reached the network, which is being asked; paying again could be paying twice.
     */
    record Unclear(String method, String methodName) implements Step {}
}
