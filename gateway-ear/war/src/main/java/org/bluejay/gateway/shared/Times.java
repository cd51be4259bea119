package org.bluejay.gateway.shared;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as callers write them. */
public final class Times {

    /** Before this there was nothing, and ids cannot say it. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Times() {}

    /**
     * A time of RFC 3339 that a database can hold.
     *
     * @throws Problem 422 naming the field when it is none
     */
    public static Instant parse(String field, String text) {
        try {
            return check(field, Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw Problem.invalid(field, "must be a time such as 2026-01-31T12:00:00Z");
        }
    }

    /**
     * @throws Problem 422 naming the field when the time is before 1970 or after 9999
     */
    public static Instant check(String field, Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw Problem.invalid(field, "must be in the years 1970 to 9999");
        }
        return time;
    }
}
