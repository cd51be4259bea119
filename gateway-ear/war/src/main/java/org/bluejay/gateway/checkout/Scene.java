package org.bluejay.gateway.checkout;

import java.util.Locale;

/**
 * Which of its faces the checkout shows. One view has one scene; the order of the questions in
 * {@link #of} is the order of what matters to the payer.
 */
enum Scene {
    CHOOSE(5, false),
    FORM(5, false),
    CODE(2, true),
    APPROVAL(2, true),
    REDIRECT(2, true),
    PREPARING(2, true),
    NOT_STARTED(5, false),
    REFUSED(5, false),
    UNCLEAR(2, true),
    OVERDUE(2, true),
    PROCESSING(2, true),
    PAID(0, false),
    EXPIRED(10, false),
    EXPIRED_WITH_MONEY(10, false),
    CANCELLED(0, false),
    CANCELLED_WITH_MONEY(0, false);

    private final int pollSeconds;
    private final boolean waiting;

    Scene(int pollSeconds, boolean waiting) {
        this.pollSeconds = pollSeconds;
        this.waiting = waiting;
    }

    /** How often a live page asks whether it is still true; 0 for never. */
    int pollSeconds() {
        return pollSeconds;
    }

    /** Whether something is about to happen without the payer doing more on this page. */
    boolean waiting() {
        return waiting;
    }

    /** Whether what is waited for is the payer's doing, elsewhere. */
    boolean payersTurn() {
        return this == CODE || this == APPROVAL || this == REDIRECT;
    }

    /** As in sentences' keys and in class names: {@code expired-with-money}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param choosing whether the payer asked to see the ways to pay although one is begun
     * @param form whether the payer chose a method that wants to know something first
     */
    static Scene of(CheckoutView view, boolean choosing, boolean form) {
        return switch (view.status()) {
            case PAID -> PAID;
            case PROCESSING -> PROCESSING;
            case EXPIRED -> view.hasMoney() ? EXPIRED_WITH_MONEY : EXPIRED;
            case CANCELLED ->
                    view.hasMoney() || view.refundDue() ? CANCELLED_WITH_MONEY : CANCELLED;
            case PENDING -> whilePending(view, choosing, form);
        };
    }

    private static Scene whilePending(CheckoutView view, boolean choosing, boolean form) {
        if (view.isOverdue()) {
            return OVERDUE;
        }
        if (form) {
            return FORM;
        }
        return choosing || view.step().isEmpty() ? CHOOSE : of(view.step().get());
    }

    private static Scene of(Step step) {
        if (step instanceof Step.ShowCode) {
            return CODE;
        }
        if (step instanceof Step.AwaitApproval) {
            return APPROVAL;
        }
        if (step instanceof Step.Redirect) {
            return REDIRECT;
        }
        if (step instanceof Step.Preparing) {
            return PREPARING;
        }
        if (step instanceof Step.NotStarted) {
            return NOT_STARTED;
        }
        return step instanceof Step.Refused ? REFUSED : UNCLEAR;
    }
}
