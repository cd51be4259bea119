package org.bluejay.gateway.refund;

import java.util.Locale;
import java.util.Set;

/** How a refund stands. */
public enum RefundState {
    /** Written down and set aside; the network has yet to be asked. */
    CREATED,
    /** The network is being asked. Whoever finds it so afterwards looks it up first. */
    SENDING,
    /** No answer came: the money may have moved. It is looked up until that is known. */
    UNKNOWN,
    /** The network has it and will carry it out. */
    PROCESSING,
    /** The network cannot refund: a person has to pay it, and to record that it was paid. */
    MANUAL,
    /** The money has gone. */
    COMPLETED,
    /** It has not gone, and will not. */
    FAILED;

    /** As it is written in the API and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RefundState ofText(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing more will happen to it. */
    boolean isFinal() {
        return this == COMPLETED || this == FAILED;
    }

    /** Whether the gateway still has something to do. */
    boolean isUnderWay() {
        return !isFinal() && this != MANUAL;
    }

    /** Whether the network may have it, and its end is not known. */
    boolean mayHaveBeenHeardOf() {
        return this == SENDING || this == UNKNOWN || this == PROCESSING;
    }

    /** Whether a person may say that it was paid, because the gateway cannot or may never know. */
    boolean canBeRecorded() {
        return this == MANUAL || this == UNKNOWN || this == PROCESSING;
    }

    boolean leadsTo(RefundState next) {
        return switch (this) {
            // That it is on its way may be told late, of a call that was given up before.
            case CREATED -> Set.of(SENDING, PROCESSING, MANUAL, COMPLETED, FAILED).contains(next);
            case SENDING -> Set.of(CREATED, UNKNOWN, PROCESSING, COMPLETED, FAILED).contains(next);
            case UNKNOWN -> Set.of(CREATED, PROCESSING, COMPLETED, FAILED).contains(next);
            case PROCESSING -> Set.of(COMPLETED, FAILED).contains(next);
            case MANUAL -> Set.of(COMPLETED, FAILED).contains(next);
            case COMPLETED, FAILED -> false;
        };
    }
}
