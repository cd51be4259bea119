package org.bluejay.connector.network;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.bluejay.connector.Money;

/**
 * What one payer is asked for.
 *
 * @param reference the attempt's id: the idempotency key of this request
 * @param method id of the chosen method
 * @param amount in the unit that the method takes, within its limits and a multiple of its
 *     increment
 * @param description what is bought, for the payer's statement; public text of at most 200
 *     characters
 * @param input the payer's answers to the method's questions; personal data, not to be logged
 * @param callbackUrl where the network may call back; the last segment is unguessable and belongs
 *     to this attempt
 * @param returnUrl where a payer who was sent away comes back to
 * @param expiresAt until when the shop waits for the money
 */
public record PaymentRequest(
        String reference,
        String method,
        Money amount,
        String description,
        Map<String, String> input,
        URI callbackUrl,
        URI returnUrl,
        Instant expiresAt) {

    public PaymentRequest {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(callbackUrl, "callbackUrl");
        Objects.requireNonNull(returnUrl, "returnUrl");
        Objects.requireNonNull(expiresAt, "expiresAt");
        input = Map.copyOf(input);
    }

    @Override
    public String toString() {
        return "PaymentRequest[" + reference + ", " + method + ", " + amount + "]";
    }
}
