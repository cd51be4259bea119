package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.gateway.currency.Asset;
import org.bluejay.gateway.currency.Currencies;
import org.bluejay.gateway.rate.Rate;
import org.bluejay.gateway.rate.Rates;
import org.bluejay.gateway.shared.Problem;

/** Says what an invoice's debt is in the unit of a method, and what a payer's money is worth. */
@ApplicationScoped
class Pricing {

    @Inject Rates rates;
    @Inject Currencies currencies;

    /**
     * The unit in which a method is paid for an invoice in this currency: the invoice's own where
     * the method takes it, else one that is the same thing on a chain, else one with a rate.
     *
     * @return empty when the method cannot pay such an invoice
     */
    Optional<CurrencyUnit> unitOf(MethodDescriptor method, CurrencyUnit currency) {
        if (method.currencies().isEmpty() || method.currencies().contains(currency.code())) {
            return Optional.of(currency);
        }
        return method.currencies().stream()
                .flatMap(code -> unit(code).stream())
                .filter(unit -> rates.hasPath(unit, currency))
                .min(
                        Comparator.comparing(
                                        (CurrencyUnit unit) -> !rates.areTheSame(unit, currency))
                                .thenComparing(CurrencyUnit::code));
    }

    private Optional<CurrencyUnit> unit(String code) {
        return currencies.asset(code).map(Asset::unit).or(() -> currencies.unit(code));
    }

    /**
     * What to ask of a payer now.
     *
     * @throws Problem 503 when there is no rate; 422 when the method does not take such an amount
     */
    Asking ask(Money face, MethodDescriptor method) {
        CurrencyUnit unit =
                unitOf(method, face.currency())
                        .orElseThrow(
                                () ->
                                        Problem.invalid(
                                                "method",
                                                "takes "
                                                        + String.join(", ", method.currencies())
                                                        + ", for which there is no rate in "
                                                        + face.currency()));
        Rate rate = rates.of(unit, face.currency());
        return asking(face, unit, method, rate)
                .orElseThrow(() -> Problem.invalid("method", limits(face, unit, method)));
    }

    /** Whether the method could be asked for this much now. */
    boolean takes(Money face, MethodDescriptor method) {
        return unitOf(method, face.currency())
                .flatMap(
                        unit ->
                                rates.current(unit, face.currency())
                                        .flatMap(rate -> asking(face, unit, method, rate)))
                .isPresent();
    }

    private static Optional<Asking> asking(
            Money face, CurrencyUnit unit, MethodDescriptor method, Rate rate) {
        try {
            return Optional.of(Asking.of(face, unit, method.increment(), rate))
                    .filter(asking -> isWithin(method, asking.asked().amount()));
        } catch (ArithmeticException moreThanThereIs) {
            return Optional.empty();
        }
    }

    private static boolean isWithin(MethodDescriptor method, BigDecimal amount) {
        return amount.compareTo(method.min()) >= 0
                && (method.max().signum() == 0 || amount.compareTo(method.max()) <= 0);
    }

    private static String limits(Money face, CurrencyUnit unit, MethodDescriptor method) {
        return "takes amounts from "
                + method.min().toPlainString()
                + " to "
                + (method.max().signum() > 0 ? method.max().toPlainString() : "any")
                + " "
                + unit
                + ", in which "
                + face
                + " is not";
    }

    /** Whether money in this unit can be counted in an invoice's currency. */
    boolean canValue(CurrencyUnit unit, CurrencyUnit currency) {
        return rates.hasPath(unit, currency);
    }

    /**
     * What money is worth that nothing was promised for.
     *
     * @throws Problem 503 when there is no rate
     */
    Valuation value(Money amount, CurrencyUnit currency) {
        return Valuation.of(amount, rates.of(amount.currency(), currency), currency);
    }

    /**
     * What money is worth that came by an attempt: what was promised for it, else the rate of now,
     * else the last that was known. Money that is there is never refused for want of a rate.
     *
     * @param open promises that no earlier money has met
     * @param last the newest promise, kept or not
     */
    Valuation value(
            PaymentReport.Transfer seen, List<Quote> open, Quote last, CurrencyUnit currency) {
        return Valuation.ofPromised(seen.amount(), seen.occurredAt(), open)
                .orElseGet(
                        () ->
                                Valuation.of(
                                        seen.amount(),
                                        rates.current(seen.amount().currency(), currency)
                                                .orElseGet(last::lastKnownRate),
                                        currency));
    }
}
