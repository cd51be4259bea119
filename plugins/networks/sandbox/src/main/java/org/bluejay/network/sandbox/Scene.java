package org.bluejay.network.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Simulates.Scenario;

/**
 * One scenario played upon one payment. It reckons in totals: after {@code PAID} exactly the whole
 * amount has settled, whatever came before. Its evidence is always newer than the last, even while
 * the shop's clock stands still, because a host believes a drop only then.
 */
final class Scene {

    /** More would not fit the store's value; a payer who sends a hundred times is a bug. */
    private static final int MAX_TRANSFERS = 100;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final Money asked;
    private final Instant now;
    private final Instant evidenceAt;
    private final Set<String> changed = new LinkedHashSet<>();
    private SimulatedPayment payment;

    private Scene(SimulatedPayment payment, Instant now) {
        this.payment = payment;
        this.asked = payment.amount();
        this.now = now;
        this.evidenceAt =
                payment.transfers().stream()
                        .map(transfer -> transfer.evidenceAt().plusMillis(1))
                        .filter(now::isBefore)
                        .max(Instant::compareTo)
                        .orElse(now);
    }

    /**
     * @param payment as it stands now
     * @param changed the transfers that are new or have changed; none when it was given up
     */
    record Outcome(SimulatedPayment payment, List<Transfer> changed) {}

    /**
     * @throws Refused when the scenario makes no sense for this payment
     */
    static Outcome play(Scenario scenario, SimulatedPayment payment, Instant now) throws Refused {
        if (!payment.failure().isEmpty()) {
            throw new Refused("payment-closed", "the network has given this payment up");
        }
        Scene scene = new Scene(payment, now);
        try {
            scene.play(scenario);
        } catch (ArithmeticException tooMuch) {
            throw new Refused("too-much", "there is not that much money");
        }
        return new Outcome(
                scene.payment,
                scene.payment.transfers().stream()
                        .filter(transfer -> scene.changed.contains(transfer.networkId()))
                        .toList());
    }

    private void play(Scenario scenario) throws Refused {
        switch (scenario) {
            case PAID -> settleUpTo(asked);
            case OVERPAID -> settleUpTo(asked.plus(halfOfAsked()));
            case DETECTED -> arrive(stillToCome(), TransferState.DETECTED, now);
            case UNDERPAID ->
                    arrive(lesser(halfOfAsked(), stillToCome()), TransferState.SETTLED, now);
            case LATE -> arrive(stillToCome(), TransferState.SETTLED, afterExpiry());
            case DUPLICATE -> {
                if (!payment.settled().isAtLeast(asked)) {
                    settleUpTo(asked);
                }
                arrive(asked, TransferState.SETTLED, now);
            }
            case DROPPED -> takeBack();
            case FAILED -> giveUp();
        }
    }

    private void settleUpTo(Money total) throws Refused {
        refuseIf(
                payment.settled().isAtLeast(total),
                "already-paid",
                "that much has settled already");
        turn(TransferState.DETECTED, TransferState.SETTLED);
        Money rest = total.minus(payment.settled());
        if (rest.isPositive()) {
            arrive(rest, TransferState.SETTLED, now);
        }
    }

    private Money stillToCome() throws Refused {
        Money rest = asked.minus(payment.coming());
        refuseIf(!rest.isPositive(), "already-paid", "the whole amount has been seen already");
        return rest;
    }

    private void takeBack() throws Refused {
        refuseIf(payment.coming().isZero(), "nothing-to-drop", "no money has been seen");
        turn(TransferState.SETTLED, TransferState.REVERSED);
        turn(TransferState.DETECTED, TransferState.DROPPED);
    }

    private void giveUp() throws Refused {
        refuseIf(!payment.coming().isZero(), "already-paid", "money has been seen already");
        payment = payment.givenUp("declined: the simulated payer said no");
    }

    private void arrive(Money amount, TransferState state, Instant occurredAt) throws Refused {
        int number = payment.transfers().size() + 1;
        refuseIf(number > MAX_TRANSFERS, "too-many", "a payment has at most 100 transfers");
        String id = "sbx-" + payment.reference() + "-" + number;
        List<Transfer> transfers = new ArrayList<>(payment.transfers());
        transfers.add(new Transfer(id, Set.of(), amount, state, occurredAt, evidenceAt, false));
        changed.add(id);
        payment = payment.with(transfers);
    }

    private void turn(TransferState from, TransferState to) {
        payment =
                payment.with(
                        payment.transfers().stream()
                                .map(
                                        transfer ->
                                                transfer.state() == from
                                                        ? as(to, transfer)
                                                        : transfer)
                                .toList());
    }

    private Transfer as(TransferState state, Transfer transfer) {
        changed.add(transfer.networkId());
        return new Transfer(
                transfer.networkId(),
                transfer.aliases(),
                transfer.amount(),
                state,
                transfer.occurredAt(),
                evidenceAt,
                transfer.provisional());
    }

    private Instant afterExpiry() {
        Instant justAfter = payment.expiresAt().plus(Duration.ofSeconds(1));
        return now.isAfter(justAfter) ? now : justAfter;
    }

    private Money halfOfAsked() {
        BigDecimal smallest = BigDecimal.ONE.movePointLeft(asked.currency().decimals());
        return Money.roundedUp(asked.amount().multiply(HALF), asked.currency(), smallest);
    }

    private static Money lesser(Money one, Money other) {
        return one.isAtLeast(other) ? other : one;
    }

    private static void refuseIf(boolean senseless, String code, String why) throws Refused {
        if (senseless) {
            throw new Refused(code, why);
        }
    }
}
