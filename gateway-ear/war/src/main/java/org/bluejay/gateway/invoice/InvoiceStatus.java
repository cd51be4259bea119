package org.bluejay.gateway.invoice;

import java.util.Locale;
import org.bluejay.connector.Money;

/**
 * How an invoice stands. Never set, always reckoned from facts, so it cannot disagree with the
 * money.
 */
public enum InvoiceStatus {
    /** Waits for money. */
    PENDING,
    /** Enough money is seen, but not all of it is sure. */
    PROCESSING,
    /** Enough money is sure. */
    PAID,
    /** Its time is over; money that comes late still counts. */
    EXPIRED,
    /** Called off by the shop; money that comes all the same is due back. */
    CANCELLED;

    /**
     * The status that follows from the facts.
     *
     * @param settled money that is sure
     * @param seen money that is seen and not yet sure
     */
    static InvoiceStatus of(
            Money total, Money settled, Money seen, boolean cancelled, boolean expired) {
        if (cancelled) {
            return CANCELLED;
        }
        if (settled.isAtLeast(total)) {
            return PAID;
        }
        if (settled.plus(seen).isAtLeast(total)) {
            return PROCESSING;
        }
        return expired ? EXPIRED : PENDING;
    }

    /** As it is written in the API and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static InvoiceStatus ofText(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
