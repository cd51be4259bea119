package org.bluejay.gateway.invoice;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is out of the ordinary about the money of an invoice, beside its status. */
public enum Irregularity {
    /** Some money is sure, and it is not enough. */
    UNDERPAID,
    /** More is sure than was asked for. */
    OVERPAID,
    /** Money came after the time was over, or was heard of after the invoice was cancelled. */
    LATE,
    /** Money that was sure has been taken back. */
    REVERSED;

    /** As it is written in the API and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String write(Set<Irregularity> irregularities) {
        return irregularities.stream()
                .sorted()
                .map(Irregularity::text)
                .collect(Collectors.joining(" "));
    }

    static Set<Irregularity> read(String text) {
        Set<Irregularity> irregularities = EnumSet.noneOf(Irregularity.class);
        Arrays.stream(text.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> valueOf(word.toUpperCase(Locale.ROOT)))
                .forEach(irregularities::add);
        return irregularities;
    }
}
