package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.idempotency.Answer;
import org.bluejay.gateway.idempotency.IdempotencyStore;
import org.bluejay.gateway.idempotency.IdempotentCall;
import org.bluejay.gateway.idempotency.UsedKey;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.network.Method;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Secrets;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The transactions of an attempt: one before the network is asked, one after it has answered or
 * not.
 */
@ApplicationScoped
@Transactional
class AttemptSteps {

    /** More ways than any payer tries; each costs a place in the reconciler's round. */
    static final int MAX_ATTEMPTS = 50;

    private static final int MAX_RECENT = 10;
    private static final Duration A_SHORT_TIME = Duration.ofMinutes(10);

    @Inject InvoiceRepository invoices;
    @Inject IdempotencyStore idempotency;
    @Inject Payers payers;
    @Inject AuditLog audit;
    @Inject Shops shops;
    @Inject Secrets secrets;
    @Inject Clock clock;

    @Inject
    @ConfigProperty(name = "bluejay.public-url", defaultValue = "http://localhost:8080")
    String publicUrl;

    /** What comes out of the first transaction. */
    sealed interface Prepared {

        /** Written down; the network is to be asked now. */
        record Ask(PaymentAttempt attempt, UUID shopId, PaymentRequest request)
                implements Prepared {}

        /** There is such an attempt already, and it still holds. */
        record Reuse(PaymentAttempt attempt) implements Prepared {}

        /** This request was made before. */
        record Repeat(UsedKey used) implements Prepared {}
    }

    /**
     * Writes a new attempt down, or finds the one that serves.
     *
     * @param caller empty when it is the payer who chooses, on the checkout
     * @param offer the method on a channel of the shop
     * @param input answers that the method's schema has accepted
     */
    Prepared prepare(
            Optional<Caller> caller, UUID invoiceId, Method offer, Map<String, String> input) {
        UUID attemptId = Ids.next();
        Optional<UsedKey> used =
                caller.flatMap(
                        who ->
                                who.idempotencyKey()
                                        .flatMap(
                                                key ->
                                                        idempotency.claim(
                                                                who, key, Optional.of(attemptId))));
        if (used.isPresent()) {
            return new Prepared.Repeat(used.get());
        }
        Invoice invoice = invoices.lock(invoiceId);
        Instant now = shops.clockOf(invoice.shopId()).instant();
        List<PaymentAttempt> earlier = invoices.attempts(invoice);
        Optional<PaymentAttempt> serving =
                earlier.stream()
                        .filter(attempt -> serves(attempt, invoice, offer, input, now))
                        .findFirst();
        if (serving.isPresent()) {
            caller.ifPresent(
                    who ->
                            who.idempotencyKey()
                                    .ifPresent(
                                            key ->
                                                    idempotency.point(
                                                            who, key, serving.get().id())));
            return new Prepared.Reuse(serving.get());
        }
        invoice.requirePayable(now);
        if (caller.isEmpty() && recent(earlier, now) >= MAX_RECENT) {
            throw Problem.conflict(
                    "too-many-attempts",
                    "too many ways to pay were tried in a short time; wait a few minutes");
        }
        if (earlier.size() >= MAX_ATTEMPTS) {
            throw Problem.conflict(
                    "too-many-attempts",
                    "invoice " + invoiceId + " has had " + MAX_ATTEMPTS + " attempts");
        }
        return write(attemptId, invoice, offer, input, now, caller);
    }

    /** Whoever holds the link may have a phone rung, but not all the time. */
    private static long recent(List<PaymentAttempt> attempts, Instant now) {
        return attempts.stream()
                .filter(attempt -> attempt.age(now).compareTo(A_SHORT_TIME) < 0)
                .count();
    }

    private Prepared write(
            UUID attemptId,
            Invoice invoice,
            Method offer,
            Map<String, String> input,
            Instant now,
            Optional<Caller> caller) {
        Money face = invoice.amountToAsk();
        Money asked = askedFor(face, offer);
        Instant lookUpAt = clock.instant().plus(IdempotentCall.ABANDONED);
        PaymentAttempt attempt =
                new PaymentAttempt(
                        attemptId,
                        invoice,
                        offer.channelId(),
                        offer.network(),
                        offer.descriptor().id(),
                        asked.currency(),
                        Ids.token(32),
                        now,
                        lookUpAt);
        if (!input.isEmpty()) {
            attempt.madeBy(payers.add(invoice.shopId(), input));
        }
        invoices.add(attempt);
        invoices.flush();
        invoices.add(
                new Quote(Ids.next(), attemptId, asked, face, BigDecimal.ONE, "same unit", now));
        caller.ifPresent(
                who ->
                        audit.record(
                                who,
                                Optional.of(invoice.shopId()),
                                "attempt.start",
                                "attempt",
                                attemptId,
                                Map.of(
                                        "invoiceId",
                                        invoice.id(),
                                        "method",
                                        offer.descriptor().id())));
        return new Prepared.Ask(attempt, invoice.shopId(), request(attempt, invoice, asked, input));
    }

    private PaymentRequest request(
            PaymentAttempt attempt, Invoice invoice, Money asked, Map<String, String> input) {
        String description = invoice.description().or(invoice::orderId).orElse("");
        return new PaymentRequest(
                attempt.id().toString(),
                attempt.method(),
                asked,
                description.length() > 200 ? description.substring(0, 200) : description,
                input,
                URI.create(
                        publicUrl
                                + "/callbacks/"
                                + attempt.channelId()
                                + "/"
                                + attempt.callbackToken()),
                URI.create(publicUrl + "/pay/" + invoice.link()),
                invoice.expiresAt());
    }

    /** The debt in the step in which the method takes money, rounded up so that it is covered. */
    private static Money askedFor(Money face, Method offer) {
        CurrencyUnit unit = face.currency();
        BigDecimal smallest = BigDecimal.ONE.movePointLeft(unit.decimals());
        BigDecimal increment = offer.descriptor().increment().max(smallest);
        Money asked = Money.roundedUp(face.amount(), unit, increment);
        BigDecimal min = offer.descriptor().min();
        BigDecimal max = offer.descriptor().max();
        if (asked.amount().compareTo(min) < 0
                || (max.signum() > 0 && asked.amount().compareTo(max) > 0)) {
            throw Problem.invalid(
                    "method",
                    "takes amounts from "
                            + min.toPlainString()
                            + " to "
                            + (max.signum() > 0 ? max.toPlainString() : "any")
                            + " "
                            + unit
                            + ", not "
                            + asked);
        }
        return asked;
    }

    /**
     * One that is being asked for, or of which nobody knows whether it was, serves as well: asking
     * a second time could take the money twice. One whose asking was given up does not.
     */
    private boolean mayStillPay(PaymentAttempt attempt) {
        return attempt.isOpen()
                && (attempt.state() != PaymentAttempt.State.STARTING
                        || attempt.isBeingAskedFor(clock.instant()));
    }

    private boolean serves(
            PaymentAttempt attempt,
            Invoice invoice,
            Method offer,
            Map<String, String> input,
            Instant now) {
        if (!mayStillPay(attempt)
                || !attempt.method().equals(offer.descriptor().id())
                || !attempt.channelId().equals(offer.channelId())) {
            return false;
        }
        Quote quote = quote(attempt, invoice);
        Map<String, String> earlierInput =
                attempt.payerId()
                        .map(payer -> payers.read(invoice.shopId(), payer))
                        .orElse(Map.of());
        return quote.isLive(now)
                && quote.face().equals(invoice.amountToAsk())
                && earlierInput.equals(input);
    }

    /** The network has answered. */
    AttemptView opened(UUID attemptId, PaymentInstruction instruction, Instant lookUpAt) {
        PaymentAttempt attempt = invoices.locked(attemptId);
        attempt.open(
                instruction.handle(),
                secrets.seal(attemptId, Json.bytes(Instruction.of(instruction))),
                lookUpAt);
        return view(attempt);
    }

    /** It is not known whether the network has heard. */
    AttemptView lost(UUID attemptId, String why) {
        PaymentAttempt attempt = invoices.locked(attemptId);
        attempt.loseSight(why, clock.instant());
        return view(attempt);
    }

    /**
     * The network was not reached, or said no: nothing came of the request, and its key is free
     * again.
     */
    void failed(Optional<Caller> caller, UUID attemptId, String why) {
        PaymentAttempt attempt = invoices.locked(attemptId);
        attempt.fail(why, shops.clockOf(invoices.byId(attempt.invoiceId()).shopId()).instant());
        caller.ifPresent(
                who -> who.idempotencyKey().ifPresent(key -> idempotency.release(who, key)));
    }

    /** Keeps what was answered to the request that started an attempt. */
    void answered(Caller caller, Answer answer) {
        caller.idempotencyKey().ifPresent(key -> idempotency.complete(caller, key, answer, false));
    }

    /** An attempt as it stands now. */
    AttemptView view(UUID attemptId) {
        return view(invoices.attempt(attemptId).orElseThrow(() -> Problem.notFound("attempt")));
    }

    List<AttemptView> views(Caller caller, String idOrLink) {
        Invoice invoice =
                invoices.find(caller, idOrLink).orElseThrow(() -> Problem.notFound("invoice"));
        return invoices.attempts(invoice).stream().map(this::view).toList();
    }

    Optional<AttemptView> latest(Invoice invoice) {
        return invoices.attempts(invoice).stream()
                .reduce((earlier, later) -> later)
                .map(this::view);
    }

    Optional<AttemptView> byToken(String token) {
        return invoices.attemptByToken(token).map(this::view);
    }

    String networkReference(UUID attemptId) {
        return invoices.attempt(attemptId).orElseThrow().handle().networkReference();
    }

    private AttemptView view(PaymentAttempt attempt) {
        Invoice invoice = invoices.byId(attempt.invoiceId());
        Optional<Instruction> instruction =
                attempt.instruction()
                        .map(
                                bytes ->
                                        Json.read(
                                                secrets.open(attempt.id(), bytes),
                                                Instruction.class));
        return AttemptView.of(attempt, quote(attempt, invoice), instruction);
    }

    private Quote quote(PaymentAttempt attempt, Invoice invoice) {
        return invoices.quotes(attempt, invoice.currency()).get(0);
    }
}
