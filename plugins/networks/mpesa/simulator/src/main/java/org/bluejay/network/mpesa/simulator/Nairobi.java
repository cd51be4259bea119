package org.bluejay.network.mpesa.simulator;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Daraja's way to write a time: fourteen digits, in Nairobi. */
final class Nairobi {

    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneId.of("Africa/Nairobi"));

    private Nairobi() {}

    static String digits(Instant time) {
        return DIGITS.format(time);
    }
}
