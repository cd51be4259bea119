package org.bluejay.network.mpesa;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** Times as Daraja writes them: fourteen digits, on the clocks of Nairobi. */
final class NairobiTime {

    private static final ZoneId NAIROBI = ZoneId.of("Africa/Nairobi");
    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    private NairobiTime() {}

    static String write(Instant time) {
        return DIGITS.format(time.atZone(NAIROBI));
    }

    /** Empty when it is not such a time. */
    static Optional<Instant> read(String digits) {
        if (!digits.matches("[0-9]{14}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(digits, DIGITS).atZone(NAIROBI).toInstant());
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
