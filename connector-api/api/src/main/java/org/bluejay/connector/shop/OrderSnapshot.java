package org.bluejay.connector.shop;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;

/**
 * An order as its shop has it at one moment: the facts, not the events that led to them.
 *
 * @param id the platform's own id, as text whatever the platform makes of it
 * @param number what the shopper and the staff call it
 * @param total what the shopper owes in all, in the currency in which the order was placed
 * @param paid recorded as paid in the shop so far, by whomever; nothing that is only authorised
 * @param paidThroughUs of {@code paid}, what was recorded for payments that came through us: by
 *     this connector, or under our own payment method
 * @param refunded recorded as refunded in the shop so far, by whomever
 * @param cancelled whether it will not be delivered
 * @param version changes with every change of the order, ours too, and is the same in webhooks and
 *     polls; empty when the platform has nothing of the kind
 * @param updatedAt when it last changed, by the shop's clock
 * @param state what the platform calls its state, for people
 */
public record OrderSnapshot(
        String id,
        String number,
        Money total,
        Money paid,
        Money paidThroughUs,
        Money refunded,
        boolean cancelled,
        String version,
        Instant updatedAt,
        String state) {

    public OrderSnapshot {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(state, "state");
        if (id.isEmpty() || id.length() > OrderChange.MAX_ID) {
            throw new IllegalArgumentException(
                    "an order's id has 1 to " + OrderChange.MAX_ID + " characters");
        }
        for (Money sum : List.of(total, paid, paidThroughUs, refunded)) {
            if (sum.isNegative()) {
                throw new IllegalArgumentException("order " + id + " has a negative sum");
            }
            if (!sum.currency().equals(total.currency())) {
                throw new IllegalArgumentException(
                        "order " + id + " has sums in several currencies");
            }
        }
        if (!paid.isAtLeast(paidThroughUs)) {
            throw new IllegalArgumentException(
                    "order " + id + " has more paid through us than paid");
        }
    }

    /** Recorded as paid, and not through us: by card, in cash, or by the staff's own hand. */
    public Money paidElsewhere() {
        return paid.minus(paidThroughUs);
    }

    public CurrencyUnit currency() {
        return total.currency();
    }
}
