package org.bluejay.network.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;

/**
 * What this network has on its books for one payment. Transfers are added and change their state;
 * none ever leaves, so a transfer's number is never given twice.
 *
 * @param token last segment of the callback's address, and of the wallet's
 * @param method id of the method chosen
 * @param amount what was asked for
 * @param sentTo the payer's number, masked before it came here; empty but for approvals
 * @param wallet the page that stands in for the payer's bank or wallet
 * @param failure why it was given up; empty while it was not
 */
record SimulatedPayment(
        String reference,
        String token,
        String method,
        Money amount,
        String sentTo,
        URI wallet,
        Instant expiresAt,
        String failure,
        List<Transfer> transfers) {

    SimulatedPayment {
        transfers = List.copyOf(transfers);
    }

    PaymentHandle handle() {
        return new PaymentHandle(reference, "sbx-" + reference);
    }

    PaymentInstruction instruction() {
        return switch (method) {
            case SandboxProvider.APPROVAL -> new PaymentInstruction.AwaitApproval(handle(), sentTo);
            case SandboxProvider.REDIRECT -> new PaymentInstruction.Redirect(handle(), wallet);
            default -> {
                String code =
                        "sbx:%s?amount=%s&currency=%s"
                                .formatted(
                                        reference,
                                        amount.toPlainString(),
                                        amount.currency().code());
                yield new PaymentInstruction.ShowCode(handle(), code, code, Optional.of(wallet));
            }
        };
    }

    State state() {
        if (!failure.isEmpty()) {
            return State.FAILED;
        }
        return settled().isAtLeast(amount) ? State.COMPLETED : State.OPEN;
    }

    /** Everything on the books. */
    PaymentReport report() {
        return reportOf(transfers);
    }

    /** A report of these transfers alone, as a network's callback lists what it is about. */
    PaymentReport reportOf(List<Transfer> some) {
        return new PaymentReport(handle(), state(), some, failure);
    }

    Money settled() {
        return sumOf(TransferState.SETTLED);
    }

    /** Settled, or on its way there. */
    Money coming() {
        return settled().plus(sumOf(TransferState.DETECTED));
    }

    SimulatedPayment with(List<Transfer> changed) {
        return new SimulatedPayment(
                reference, token, method, amount, sentTo, wallet, expiresAt, failure, changed);
    }

    SimulatedPayment givenUp(String why) {
        return new SimulatedPayment(
                reference, token, method, amount, sentTo, wallet, expiresAt, why, transfers);
    }

    /** Whom the payment is for says enough; the token is a secret. */
    @Override
    public String toString() {
        return "SimulatedPayment[" + reference + ", " + state() + "]";
    }

    private Money sumOf(TransferState state) {
        return transfers.stream()
                .filter(transfer -> transfer.state() == state)
                .map(Transfer::amount)
                .reduce(Money.zero(amount.currency()), Money::plus);
    }
}
