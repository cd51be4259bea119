package org.bluejay.gateway.invoice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bluejay.connector.Money;

/** How an invoice stands at one moment; two of them tell what has happened in between. */
record Standing(InvoiceStatus status, Money paid, Set<Irregularity> irregularities) {

    /** What is out of the ordinary about this money. */
    static Set<Irregularity> irregularities(
            Money total, Money settled, Money seen, Collection<Transfer> transfers) {
        Set<Irregularity> found = EnumSet.noneOf(Irregularity.class);
        if (settled.isPositive() && !settled.isAtLeast(total)) {
            found.add(Irregularity.UNDERPAID);
        }
        if (settled.compareTo(total) > 0) {
            found.add(Irregularity.OVERPAID);
        }
        if (transfers.stream().anyMatch(transfer -> transfer.isLate() && transfer.counts())) {
            found.add(Irregularity.LATE);
        }
        if (transfers.stream().anyMatch(Transfer::isReversed)) {
            found.add(Irregularity.REVERSED);
        }
        return found;
    }

    /**
     * The types of events, in order, that lead here from {@code before}; without their {@code
     * invoice.}.
     */
    List<String> since(Standing before) {
        List<String> happened = new ArrayList<>();
        if (status != before.status) {
            happened.add(arrival());
        }
        boolean more = paid.compareTo(before.paid) > 0;
        if (more && irregularities.contains(Irregularity.UNDERPAID)) {
            happened.add("underpaid");
        }
        if (more && irregularities.contains(Irregularity.OVERPAID)) {
            happened.add("overpaid");
        }
        return happened;
    }

    private String arrival() {
        return switch (status) {
            case PENDING -> "reopened";
            case PROCESSING -> "processing";
            case PAID -> "paid";
            case EXPIRED -> "expired";
            case CANCELLED -> "cancelled";
        };
    }
}
