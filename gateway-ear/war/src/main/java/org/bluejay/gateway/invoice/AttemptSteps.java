package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
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
    @Inject PaymentRequests requests;
    @Inject Pricing pricing;
    @Inject Requotes requotes;
    @Inject AuditLog audit;
    @Inject Shops shops;
    @Inject Secrets secrets;
    @Inject Clock clock;

    /** What comes out of the first transaction. */
    sealed interface Prepared {

        /** Written down; the network is to be asked now. */
        record Ask(PaymentAttempt attempt, UUID shopId, PaymentRequest request)
                implements Prepared {}

        /** There is such an attempt already, and it still holds. */
        record Reuse(PaymentAttempt attempt) implements Prepared {}

        /** There is one, whose amount is to be asked for anew, and nothing but that. */
        record Renew(PaymentAttempt attempt, Asking asking, PaymentRequest request)
                implements Prepared {}

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
            point(caller, serving.get());
            return new Prepared.Reuse(serving.get());
        }
        invoice.requirePayable(now);
        Optional<PaymentAttempt> renewable =
                earlier.stream()
                        .filter(attempt -> isSameWay(attempt, invoice, offer, input))
                        .filter(attempt -> requotes.isDue(attempt, invoice, now))
                        .findFirst();
        if (renewable.isPresent()) {
            point(caller, renewable.get());
            Asking asking = pricing.ask(invoice.amountToAsk(), offer.descriptor());
            return renew(renewable.get(), invoice, asking);
        }
        requireFew(earlier, caller, now);
        return write(attemptId, invoice, offer, input, now, caller);
    }

    private static void requireFew(
            List<PaymentAttempt> earlier, Optional<Caller> caller, Instant now) {
        if (caller.isEmpty() && recent(earlier, now) >= MAX_RECENT) {
            throw Problem.conflict(
                    "too-many-attempts",
                    "too many ways to pay were tried in a short time; wait a few minutes");
        }
        if (earlier.size() >= MAX_ATTEMPTS) {
            throw Problem.conflict(
                    "too-many-attempts", "the invoice has had " + MAX_ATTEMPTS + " attempts");
        }
    }

    /** The key of this request belongs to an attempt that was there before. */
    private void point(Optional<Caller> caller, PaymentAttempt attempt) {
        caller.ifPresent(
                who ->
                        who.idempotencyKey()
                                .ifPresent(key -> idempotency.point(who, key, attempt.id())));
    }

    /** The payer has come back: what is to be asked anew, if the price has run out. */
    Optional<Prepared.Renew> renewal(Invoice invoice, Supplier<List<Method>> offers) {
        return requotes.due(invoice, offers)
                .map(renewal -> renew(renewal.attempt(), invoice, renewal.asking()));
    }

    private Prepared.Renew renew(PaymentAttempt attempt, Invoice invoice, Asking asking) {
        return new Prepared.Renew(
                attempt,
                asking,
                requests.of(attempt, invoice, asking.asked(), input(attempt, invoice)));
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
        Asking asking = pricing.ask(invoice.amountToAsk(), offer.descriptor());
        Instant lookUpAt = clock.instant().plus(IdempotentCall.ABANDONED);
        PaymentAttempt attempt =
                new PaymentAttempt(
                        attemptId,
                        invoice,
                        offer.channelId(),
                        offer.network(),
                        offer.descriptor().id(),
                        asking.asked().currency(),
                        Ids.token(32),
                        now,
                        lookUpAt);
        if (!input.isEmpty()) {
            attempt.madeBy(payers.add(invoice.shopId(), input));
        }
        invoices.add(attempt);
        invoices.flush();
        invoices.add(new Quote(Ids.next(), attemptId, asking, now));
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
        return new Prepared.Ask(
                attempt, invoice.shopId(), requests.of(attempt, invoice, asking.asked(), input));
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
        if (!isSameWay(attempt, invoice, offer, input)) {
            return false;
        }
        Quote quote = quote(attempt, invoice);
        return quote.isLive(now) && quote.face().equals(invoice.amountToAsk());
    }

    private boolean isSameWay(
            PaymentAttempt attempt, Invoice invoice, Method offer, Map<String, String> input) {
        return mayStillPay(attempt)
                && attempt.method().equals(offer.descriptor().id())
                && attempt.channelId().equals(offer.channelId())
                && input(attempt, invoice).equals(input);
    }

    /** What the payer answered to the method's questions. */
    private Map<String, String> input(PaymentAttempt attempt, Invoice invoice) {
        return attempt.payerId()
                .map(payer -> payers.read(invoice.shopId(), payer))
                .orElse(Map.of());
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

    /** The network has answered to the new amount. */
    AttemptView renewed(UUID attemptId, Asking asking, PaymentInstruction instruction) {
        requotes.renew(attemptId, asking, instruction);
        return view(attemptId);
    }

    /** Nothing came of a request, which changed nothing: its key is free again. */
    void release(Caller caller) {
        caller.idempotencyKey().ifPresent(key -> idempotency.release(caller, key));
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
        caller.ifPresent(this::release);
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
