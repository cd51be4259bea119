package org.bluejay.network.mpesa;

import java.util.Map;

/**
 * How a prompt stands, as the status query tells it. The code is what counts; the words beside it
 * change from day to day.
 *
 * @param code Daraja's own
 * @param meaning what follows from it
 */
record StkResult(String code, Meaning meaning) {

    /** What a result code says of the payment. */
    enum Meaning {
        PAID,
        /** The phone still asks. */
        PENDING,
        /** Over without money. */
        FAILED,
        /** The phone did not answer; a success may still follow. */
        UNREACHABLE,
        /** Nobody has written down what this code means: nothing follows. */
        UNKNOWN
    }

    private static final Map<String, String> FAILURES =
            Map.ofEntries(
                    Map.entry("1", "the payer's balance is too low"),
                    Map.entry("17", "M-Pesa refused it: a limit of the receiver, or a fault"),
                    Map.entry("26", "M-Pesa is busy; try again in half a minute"),
                    Map.entry("1001", "another request is open on this phone; try again soon"),
                    Map.entry("1019", "the request has expired"),
                    Map.entry("1025", "the request could not be shown on the phone"),
                    Map.entry("1031", "the payer cancelled it"),
                    Map.entry("1032", "the payer cancelled it"),
                    Map.entry("1036", "the phone did not answer"),
                    Map.entry("1037", "the phone could not be reached or was not answered"),
                    Map.entry("2001", "the PIN was wrong"),
                    Map.entry("9999", "the request could not be shown on the phone"));

    static StkResult of(String code) {
        return new StkResult(code, meaningOf(code));
    }

    private static Meaning meaningOf(String code) {
        return switch (code) {
            case "0" -> Meaning.PAID;
            case "4999" -> Meaning.PENDING;
            case "1037" -> Meaning.UNREACHABLE;
            default -> FAILURES.containsKey(code) ? Meaning.FAILED : Meaning.UNKNOWN;
        };
    }

    /** The code and what it means, for the person who looks. */
    String reason() {
        return code + ": " + FAILURES.getOrDefault(code, "not a known result");
    }
}
