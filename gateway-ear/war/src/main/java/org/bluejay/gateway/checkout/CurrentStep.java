package org.bluejay.gateway.checkout;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.gateway.invoice.AttemptView;
import org.bluejay.gateway.invoice.Instruction;
import org.bluejay.gateway.network.Method;

/** Reads off the newest attempt what the payer has to do, if it is still worth doing. */
final class CurrentStep {

    private CurrentStep() {}

    /**
     * @param offers the shop's methods, for the name the payer knows
     * @param remaining what is still to be sent
     * @return empty when the attempt is done with, or asks for something else than what remains, so
     *     that the payer had better choose again
     */
    static Optional<Step> of(
            AttemptView attempt, List<Method> offers, Money remaining, Instant now) {
        Optional<MethodDescriptor> method =
                offers.stream()
                        .map(Method::descriptor)
                        .filter(offered -> offered.id().equals(attempt.method()))
                        .findFirst();
        String id = attempt.method();
        String name = method.map(MethodDescriptor::name).orElse(id);
        return switch (attempt.state()) {
            case "starting" -> Optional.of(new Step.Preparing(id, name));
            case "unknown" -> Optional.of(new Step.Unclear(id, name));
            case "open" ->
                    attempt.instruction()
                            .filter(i -> isWorthDoing(attempt, remaining, now))
                            .map(instruction -> step(attempt, name, remaining, instruction));
            case "failed" ->
                    Optional.of(
                            attempt.instruction().isPresent()
                                    ? new Step.Refused(id, name)
                                    : new Step.NotStarted(id, name));
            default -> Optional.empty();
        };
    }

    private static Step step(
            AttemptView attempt, String name, Money remaining, Instruction instruction) {
        String id = attempt.method();
        Money amount = amountOf(attempt, remaining.currency());
        return switch (instruction.type()) {
            case "show-code" ->
                    new Step.ShowCode(
                            id,
                            name,
                            amount,
                            instruction.copyText().orElseThrow(),
                            instruction.qrText().orElseThrow(),
                            instruction.walletUrl());
            case "await-approval" ->
                    new Step.AwaitApproval(id, name, amount, instruction.sentTo().orElseThrow());
            case "redirect" ->
                    new Step.Redirect(id, name, amount, instruction.redirectUrl().orElseThrow());
            default -> throw new IllegalStateException("no page for " + instruction.type());
        };
    }

    /**
     * Whether following the instruction would pay what remains. It would not once part of the money
     * has come by another way, or when the price of the asset has run out.
     */
    private static boolean isWorthDoing(AttemptView attempt, Money remaining, Instant now) {
        boolean runOut = isExchanged(attempt) && now.isAfter(attempt.quoteExpiresAt());
        return !runOut && remaining.isAtLeast(paid(attempt, remaining.currency()));
    }

    /** At which price the step of this attempt asks for another unit; empty when it does not. */
    static Optional<Exchange> exchange(AttemptView attempt, Money remaining, Instant now) {
        if (!isExchanged(attempt) || !attempt.state().equals("open")) {
            return Optional.empty();
        }
        return Optional.of(
                new Exchange(
                        amountOf(attempt, remaining.currency()),
                        paid(attempt, remaining.currency()),
                        Duration.between(now, attempt.quoteExpiresAt()).toSeconds()));
    }

    private static boolean isExchanged(AttemptView attempt) {
        return attempt.rateSource().isPresent();
    }

    private static Money paid(AttemptView attempt, CurrencyUnit invoiceUnit) {
        return Money.of(attempt.creditedAmount(), invoiceUnit);
    }

    private static Money amountOf(AttemptView attempt, CurrencyUnit invoiceUnit) {
        BigDecimal amount = new BigDecimal(attempt.amount());
        return attempt.asset().equals(invoiceUnit.code())
                ? new Money(amount, invoiceUnit)
                : new Money(amount, new CurrencyUnit(attempt.asset(), amount.scale()));
    }
}
