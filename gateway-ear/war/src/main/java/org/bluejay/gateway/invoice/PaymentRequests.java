package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentRequest;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says to a network what one payer is asked for, in its own words. */
@ApplicationScoped
class PaymentRequests {

    /** What fits on a payer's statement. */
    private static final int DESCRIPTION = 200;

    @Inject
    @ConfigProperty(name = "bluejay.public-url", defaultValue = "http://localhost:8080")
    String publicUrl;

    /**
     * @param asked in the method's unit
     * @param input the payer's answers to the method's questions
     */
    PaymentRequest of(
            PaymentAttempt attempt, Invoice invoice, Money asked, Map<String, String> input) {
        String description = invoice.description().or(invoice::orderId).orElse("");
        return new PaymentRequest(
                attempt.id().toString(),
                attempt.method(),
                asked,
                description.length() > DESCRIPTION
                        ? description.substring(0, DESCRIPTION)
                        : description,
                input,
                URI.create(
                        publicUrl
                                + "/callbacks/"
                                + attempt.channelId()
                                + "/"
                                + attempt.callbackToken()),
                URI.create(publicUrl + "/pay/" + invoice.link()),
                invoice.expiresAt());
    }
}
