package org.bluejay.gateway.invoice;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;

/**
 * A way chosen to pay an invoice.
 *
 * @param method id of one of the methods offered
 * @param channelId which of the shop's channels, where several offer the method
 * @param input answers to the method's questions, such as {@code phone}
 */
public record NewAttempt(
        @NotNull @Pattern(regexp = "[a-z][a-z0-9-]{1,31}", message = "must be the id of a method")
                String method,
        @Pattern(regexp = NewInvoice.ID, message = "must be the id of a channel") String channelId,
        @Size(max = 20) Map<@Size(max = 40) String, @NotNull @Size(max = 4_096) String> input) {

    public NewAttempt {
        input = input == null ? Map.of() : input;
    }

    /** Without the payer's answers. */
    @Override
    public String toString() {
        return "NewAttempt[" + method + ", " + channelId + "]";
    }
}
