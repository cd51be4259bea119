package org.bluejay.network.mpesa.simulator;

import java.util.Map;

/** What Daraja writes beside a result code; nobody should rely on it. */
final class ResultWords {

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("0", "The service request is processed successfully."),
                    Map.entry("1", "The balance is insufficient for the transaction."),
                    Map.entry("17", "System internal error."),
                    Map.entry("26", "System busy."),
                    Map.entry("1001", "Unable to lock subscriber."),
                    Map.entry("1019", "Transaction has expired."),
                    Map.entry("1025", "An error occurred while sending a push request."),
                    Map.entry("1031", "Request cancelled by user"),
                    Map.entry("1032", "Request cancelled by user"),
                    Map.entry("1036", "SMSC ACK timeout."),
                    Map.entry("1037", "DS timeout user cannot be reached"),
                    Map.entry("2001", "The initiator information is invalid."),
                    Map.entry("4999", "The transaction is still under processing"),
                    Map.entry("9999", "An error occurred while sending a push request."));

    private ResultWords() {}

    static String of(String code) {
        return WORDS.getOrDefault(code, "Unspecified.");
    }
}
