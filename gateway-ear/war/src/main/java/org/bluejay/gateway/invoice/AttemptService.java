package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.gateway.idempotency.Answer;
import org.bluejay.gateway.idempotency.Given;
import org.bluejay.gateway.idempotency.IdempotencyStore;
import org.bluejay.gateway.idempotency.IdempotentCall;
import org.bluejay.gateway.idempotency.UsedKey;
import org.bluejay.gateway.invoice.AttemptSteps.Prepared;
import org.bluejay.gateway.network.Method;
import org.bluejay.gateway.network.Networks;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Faults;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;

/**
 * Opens ways to pay. The attempt is written down first, then the network is asked, outside any
 * transaction and once; what it said is written down last. A crash in between leaves an attempt
 * that is looked up, never asked again.
 */
@ApplicationScoped
public class AttemptService {

    private static final System.Logger LOG = System.getLogger(AttemptService.class.getName());

    @Inject AttemptSteps steps;
    @Inject Offers offers;
    @Inject InvoiceService invoices;
    @Inject Pricing pricing;
    @Inject Networks networks;
    @Inject IdempotencyStore idempotency;
    @Inject Clock clock;

    /** The methods a payer of this invoice may choose from now. */
    public List<Method> offers(Invoice invoice) {
        return offers.of(invoice);
    }

    /**
     * Whether a method could be asked for this much now: its limits allow it, and there is a rate.
     */
    public boolean takes(Money amount, MethodDescriptor method) {
        return pricing.takes(amount, method);
    }

    /**
     * The payer has come back. Where the price of the open attempt has run out there is a new one
     * then, at the same address; where that cannot be, all stays as it was.
     */
    public void refresh(Invoice invoice) {
        try {
            steps.renewal(invoice, () -> offers(invoice))
                    .ifPresent(renewal -> renew(Optional.empty(), renewal));
        } catch (Problem problem) {
            LOG.log(
                    Level.INFO,
                    "event=price-not-renewed invoice={0} code={1} cause={2}",
                    invoice.id(),
                    problem.code(),
                    problem.getMessage());
        }
    }

    /**
     * A shop opens a way to pay; under an idempotency key, once.
     *
     * @return the answer to give, and whether it was given before
     * @throws Problem 422 for a method or an input that will not do, or when the network refuses;
     *     409 when the invoice takes no payment; 503 when the network cannot be reached, or when
     *     there is no rate
     */
    public Given start(Caller caller, String idOrLink, NewAttempt request) {
        Invoice invoice = invoices.get(caller, idOrLink);
        Method offer;
        try {
            offer = choose(invoice, request);
        } catch (Problem nowImpossible) {
            return repeat(caller, idempotency.usedOr(caller, () -> nowImpossible));
        }
        Prepared prepared =
                steps.prepare(Optional.of(caller), invoice.id(), offer, request.input());
        if (prepared instanceof Prepared.Repeat repeat) {
            return repeat(caller, repeat.used());
        }
        Answer answer = answer(caller, idOrLink, ask(Optional.of(caller), prepared));
        steps.answered(caller, answer);
        return Given.first(answer);
    }

    /**
     * The payer opens a way to pay, on the checkout.
     *
     * @throws Problem as above
     */
    public AttemptView start(Invoice invoice, NewAttempt request) {
        Method offer = choose(invoice, request);
        return ask(
                Optional.empty(),
                steps.prepare(Optional.empty(), invoice.id(), offer, request.input()));
    }

    private Method choose(Invoice invoice, NewAttempt request) {
        List<Method> offered = offers.of(invoice);
        Method chosen =
                offered.stream()
                        .filter(offer -> offer.descriptor().id().equals(request.method()))
                        .filter(
                                offer ->
                                        request.channelId() == null
                                                || offer.channelId()
                                                        .toString()
                                                        .equalsIgnoreCase(request.channelId()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Problem.invalid(
                                                "method",
                                                "is not offered for this invoice; offered are: "
                                                        + names(offered)
                                                        + offers.whyNot(
                                                                invoice, request.method())));
        Faults faults = new Faults();
        chosen.descriptor()
                .inputs()
                .validate(request.input())
                .forEach((name, fault) -> faults.check(false, "input." + name, fault));
        faults.raise();
        return chosen;
    }

    private static String names(List<Method> offers) {
        return offers.isEmpty()
                ? "none"
                : offers.stream()
                        .map(offer -> offer.descriptor().id())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private AttemptView ask(Optional<Caller> caller, Prepared prepared) {
        if (prepared instanceof Prepared.Reuse reuse) {
            return steps.view(reuse.attempt().id());
        }
        if (prepared instanceof Prepared.Renew renewal) {
            return renew(caller, renewal);
        }
        Prepared.Ask ask = (Prepared.Ask) prepared;
        UUID attempt = ask.attempt().id();
        try {
            PaymentInstruction instruction =
                    networks.requestPayment(ask.attempt().channelId(), ask.request());
            Duration pause = networks.pause(ask.attempt().channelId(), 0);
            return steps.opened(attempt, instruction, clock.instant().plus(pause));
        } catch (NetworkException failure) {
            return afterFailure(caller, attempt, failure);
        }
    }

    /** The network gives the same address with another amount; until it has, the old one stands. */
    private AttemptView renew(Optional<Caller> caller, Prepared.Renew renewal) {
        UUID attempt = renewal.attempt().id();
        try {
            PaymentInstruction instruction =
                    networks.requestPayment(renewal.attempt().channelId(), renewal.request());
            return steps.renewed(attempt, renewal.asking(), instruction);
        } catch (NetworkException failure) {
            LOG.log(
                    Level.WARNING,
                    "event=amount-not-asked-anew attempt={0} outcome={1} cause={2}",
                    attempt,
                    failure.getClass().getSimpleName(),
                    failure.getMessage());
            caller.ifPresent(steps::release);
            throw unreachable(attempt, Duration.ofSeconds(5));
        }
    }

    /** May the money have moved? Only then the attempt lives on; else nothing has come of it. */
    private AttemptView afterFailure(
            Optional<Caller> caller, UUID attempt, NetworkException failure) {
        LOG.log(
                Level.WARNING,
                "event=attempt-not-opened attempt={0} outcome={1} cause={2}",
                attempt,
                failure.getClass().getSimpleName(),
                failure.getMessage());
        if (failure instanceof NetworkException.Refused refused) {
            steps.failed(caller, attempt, refused.code() + ": " + refused.getMessage());
            throw Problem.refused("payment-refused", "the network refused: " + refused.getMessage())
                    .with("attemptId", attempt)
                    .with("networkCode", refused.code());
        }
        if (failure instanceof NetworkException.Throttled throttled) {
            steps.failed(caller, attempt, "the network takes no more requests for now");
            throw unreachable(attempt, throttled.retryAfter());
        }
        if (failure instanceof NetworkException.NotSent) {
            steps.failed(caller, attempt, "the network could not be reached");
            throw unreachable(attempt, Duration.ofSeconds(5));
        }
        return steps.lost(attempt, "the network gave no answer; it is being looked up");
    }

    private static Problem unreachable(UUID attempt, Duration retryAfter) {
        return Problem.unavailable(
                        "the network cannot be asked right now; nothing was sent, try again or"
                                + " choose another method",
                        retryAfter)
                .with("attemptId", attempt);
    }

    /**
     * The first answer, or, when the first request died before it answered, an answer from what it
     * left.
     */
    private Given repeat(Caller caller, UsedKey used) {
        if (used.status().isPresent()) {
            return Given.again(used.kept());
        }
        AttemptView attempt = steps.view(used.resourceId().orElseThrow());
        boolean alive =
                attempt.state().equals(PaymentAttempt.State.STARTING.text())
                        && Duration.between(used.usedAt(), clock.instant())
                                        .compareTo(IdempotentCall.ABANDONED)
                                < 0;
        if (alive) {
            throw IdempotencyStore.stillRunning();
        }
        Answer answer = answer(caller, attempt.invoiceId().toString(), attempt);
        steps.answered(caller, answer);
        return Given.again(answer);
    }

    private static Answer answer(Caller caller, String invoice, AttemptView attempt) {
        return new Answer(
                201,
                Optional.of(URI.create("/api/v1/invoices/" + invoice + "/attempts")),
                Json.bytes(new Envelope<>(attempt, caller.requestId())));
    }

    /** Every attempt at an invoice of the caller's, oldest first. */
    public List<AttemptView> attempts(Caller caller, String idOrLink) {
        return steps.views(caller, idOrLink);
    }

    /** The newest attempt, open or not: what the payer is shown. */
    public Optional<AttemptView> latest(Invoice invoice) {
        return steps.latest(invoice);
    }

    /** The attempt that holds a token, whichever channel it is on. */
    public Optional<AttemptView> byToken(String token) {
        return steps.byToken(token);
    }

    /** What the network calls an attempt. */
    public String networkReference(UUID attemptId) {
        return steps.networkReference(attemptId);
    }
}
