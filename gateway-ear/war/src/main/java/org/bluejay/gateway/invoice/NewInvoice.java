package org.bluejay.gateway.invoice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * What a shop asks for.
 *
 * @param shopId the shop; may be left out with a key of one shop
 * @param currencyAmount decimal string with no more decimals than the currency has: {@code 49.00}
 * @param currencySymbol unit of account: an ISO 4217 code or a crypto symbol; says nothing of how
 *     it is paid
 * @param orderId the shop's own name for the order
 * @param orderDescription what is bought, shown to the payer
 * @param timeForPayment minutes until it expires; 30 when left out
 * @param redirectUrl where the payer goes back to when all is paid
 * @param cancelUrl where the payer goes back to without paying
 * @param webhookUrl hears of everything that happens to this invoice
 * @param acceptedMethods ids of the methods offered; all of the shop's when left out
 * @param customer the payer, kept encrypted and apart
 * @param metadata a JSON object of at most 16 KiB, given back as it is
 */
public record NewInvoice(
        @Pattern(
                        regexp = ID,
                        message = "must be an id such as 019aa6f2-0000-7000-8000-000000000000")
                String shopId,
        @NotNull
                @Pattern(
                        regexp = "[0-9]{1,15}(\\.[0-9]{1,18})?",
                        message = "must be a decimal string such as \"49.00\"")
                String currencyAmount,
        @NotNull @Pattern(regexp = "[A-Za-z]{2,10}", message = "must be a currency such as \"USD\"")
                String currencySymbol,
        @Size(min = 1, max = 200) String orderId,
        @Size(max = 1000) String orderDescription,
        @Min(1) @Max(43_200) Integer timeForPayment,
        @Size(max = MAX_URL) String redirectUrl,
        @Size(max = MAX_URL) String cancelUrl,
        @Size(max = MAX_URL) String webhookUrl,
        @Size(max = 50)
                List<
                                @NotNull
                                @Pattern(
                                        regexp = "[a-z][a-z0-9-]{1,31}",
                                        message = "must be the id of a method")
                                String>
                        acceptedMethods,
        @Valid Customer customer,
        ObjectNode metadata) {

    static final String ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    static final int MAX_URL = 2_048;
    static final int MAX_METADATA_BYTES = 16 * 1024;

    /**
     * The payer, as far as the shop knows and wants to tell.
     *
     * @param name full name
     * @param email address
     * @param phone number, in any usual form
     * @param document tax or identity number
     */
    public record Customer(
            @Size(max = 200) String name,
            @Email @Size(max = 254) String email,
            @Size(max = 32) String phone,
            @Size(max = 64) String document) {

        /** Not for logs. */
        @Override
        public String toString() {
            return "Customer[…]";
        }
    }
}
