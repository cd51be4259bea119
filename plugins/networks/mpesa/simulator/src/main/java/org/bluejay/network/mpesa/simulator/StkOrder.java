package org.bluejay.network.mpesa.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** A request for payment that has passed Daraja's own checks. */
record StkOrder(
        long shortcode, long amount, String msisdn, String accountReference, URI callbackUrl) {

    private static final Set<String> TYPES =
            Set.of("CustomerPayBillOnline", "CustomerBuyGoodsOnline");
    private static final int MAX_ACCOUNT_REFERENCE = 12;
    private static final int MAX_DESCRIPTION = 182;

    /**
     * The first field that Daraja would complain of; empty when it would not.
     *
     * @param ask the request's body
     */
    static Optional<String> invalidFieldOf(JsonNode ask) {
        if (!text(ask, "BusinessShortCode").matches("[0-9]{5,7}")) {
            return Optional.of("BusinessShortCode");
        }
        if (!text(ask, "Timestamp").matches("[0-9]{14}")) {
            return Optional.of("Timestamp");
        }
        if (!TYPES.contains(text(ask, "TransactionType"))) {
            return Optional.of("TransactionType");
        }
        if (!isWholeAmount(text(ask, "Amount"))) {
            return Optional.of("Amount");
        }
        if (!isMsisdn(text(ask, "PhoneNumber")) || !isMsisdn(text(ask, "PartyA"))) {
            return Optional.of("PhoneNumber");
        }
        if (!text(ask, "PartyB").matches("[0-9]{5,7}")) {
            return Optional.of("PartyB");
        }
        if (!isCallbackUrl(text(ask, "CallBackURL"))) {
            return Optional.of("CallBackURL");
        }
        String reference = text(ask, "AccountReference");
        if (reference.isBlank() || reference.length() > MAX_ACCOUNT_REFERENCE) {
            return Optional.of("AccountReference");
        }
        String description = text(ask, "TransactionDesc");
        return description.isBlank() || description.length() > MAX_DESCRIPTION
                ? Optional.of("TransactionDesc")
                : Optional.empty();
    }

    /** Of a body without an invalid field. */
    static StkOrder of(JsonNode ask) {
        return new StkOrder(
                Long.parseLong(text(ask, "BusinessShortCode")),
                Long.parseLong(text(ask, "Amount")),
                text(ask, "PhoneNumber"),
                text(ask, "AccountReference"),
                URI.create(text(ask, "CallBackURL")));
    }

    /** Whether the password is made of short code, passkey and the very timestamp beside it. */
    static boolean hasPassword(JsonNode ask, String passkey) {
        String plain = text(ask, "BusinessShortCode") + passkey + text(ask, "Timestamp");
        String expected =
                Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        return text(ask, "Password").equals(expected);
    }

    static String text(JsonNode ask, String field) {
        return ask.path(field).asText("");
    }

    private static boolean isWholeAmount(String text) {
        return text.matches("[0-9]{1,9}") && new BigDecimal(text).signum() > 0;
    }

    private static boolean isMsisdn(String text) {
        return text.matches("254(7|1)[0-9]{8}");
    }

    /** The real one takes public https only; here the gateway may be on this machine. */
    private static boolean isCallbackUrl(String text) {
        return text.matches("https://[a-z0-9.:\\[\\]-]+/.*")
                || text.matches("http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?/.*");
    }
}
