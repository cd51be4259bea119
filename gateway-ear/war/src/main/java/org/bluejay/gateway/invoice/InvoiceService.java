package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;

/**
 * What happens to invoices. One method is one transaction; nothing in here talks to the outside.
 */
@ApplicationScoped
@Transactional
public class InvoiceService {

    /** How soon an invoice that waits for its last look-up is looked at again. */
    private static final Duration RECHECK = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(InvoiceService.class.getName());

    /** How long after its invoice's time an attempt without an end is looked up. */
    private static final Duration FOLLOWED = Duration.ofDays(7);

    @Inject InvoiceRepository invoices;
    @Inject InvoiceEvents events;
    @Inject Bookkeeping books;
    @Inject Pricing pricing;
    @Inject AuditLog audit;
    @Inject Shops shops;
    @Inject Clock clock;

    /**
     * An invoice of the caller's.
     *
     * @param idOrLink either of its two names
     * @throws Problem 404
     */
    public Invoice get(Caller caller, String idOrLink) {
        return invoices.find(caller, idOrLink).orElseThrow(() -> Problem.notFound("invoice"));
    }

    /** The money of an invoice of the caller's, oldest first. */
    public List<Transfer> payments(Caller caller, String idOrLink) {
        return invoices.transfers(get(caller, idOrLink));
    }

    /**
     * Calls an invoice off.
     *
     * @param force although money may be moving
     * @throws Problem 409 when it is paid, or when a payer may be paying right now and it is not
     *     forced
     */
    public Invoice cancel(Caller caller, String idOrLink, boolean force) {
        Invoice invoice = invoices.lock(get(caller, idOrLink).id());
        boolean moving =
                invoice.pending().isPositive()
                        || invoices.attempts(invoice).stream().anyMatch(PaymentAttempt::isOpen);
        if (moving && !force && invoice.cancelledAt().isEmpty()) {
            throw Problem.conflict(
                    "attempt-in-flight",
                    "a payer may be paying invoice "
                            + invoice.id()
                            + " right now; send {\"force\": true} to cancel it"
                            + " all the same, and money that still comes will be due back");
        }
        Instant now = shops.clockOf(invoice.shopId()).instant();
        List<String> happened = invoice.cancel(now);
        if (!happened.isEmpty()) {
            events.tell(invoice, happened, now);
            audit.record(
                    caller,
                    Optional.of(invoice.shopId()),
                    "invoice.cancel",
                    "invoice",
                    invoice.id(),
                    Map.of("force", force));
        }
        return invoice;
    }

    /**
     * Takes over what a network says of one payment; the only door for money, whether it was pushed
     * or asked for. Hearing the same again changes nothing.
     *
     * @throws jakarta.persistence.OptimisticLockException when some of the money was given to
     *     another invoice at this moment: to be told again
     */
    public void apply(ChannelRef channel, PaymentReport report) {
        take(channel, report, Optional.empty());
    }

    /** The same, for a report that a look-up brought. */
    public void apply(UUID channelId, PaymentReport report, LookUp lookUp) {
        take(invoices.channel(channelId), report, Optional.of(lookUp));
    }

    /** A look-up brought no answer: nothing is concluded, it is tried again later. */
    public void lookedUpInVain(UUID attemptId, LookUp lookUp) {
        PaymentAttempt attempt = invoices.locked(attemptId);
        attempt.lookedUpInVain(followed(invoices.byId(attempt.invoiceId()), lookUp));
    }

    /**
     * A hint came for an attempt: the network is asked soon, but not sooner than {@code pause}
     * after the last time.
     *
     * @param now system time
     */
    public void hint(ChannelRef channel, UUID attemptId, Instant now, Duration pause) {
        if (invoices.invoiceOf(attemptId, channel.channelId()).isPresent()) {
            PaymentAttempt attempt = invoices.locked(attemptId);
            Instant shopNow = shops.clockOf(channel.shopId()).instant();
            boolean justAsked = attempt.wasLookedUpSince(shopNow.minus(pause));
            attempt.lookUpSoon(justAsked ? now.plus(pause) : now);
        }
    }

    /** The attempt that a network was given this token for, on this channel. */
    public Optional<UUID> attemptOf(UUID channelId, String token) {
        return invoices.attemptByToken(channelId, token);
    }

    /** An invoice as the API shows it. */
    public InvoiceView view(Invoice invoice) {
        return events.view(invoice);
    }

    /** For whoever holds the link: it is the payer's capability. */
    public Optional<Invoice> findByLink(String link) {
        return invoices.findByLink(link);
    }

    /** The invoice that an attempt is to pay, for who was told of the attempt by its token. */
    public Optional<Invoice> ofAttempt(AttemptView attempt) {
        return invoices.attempt(attempt.id()).map(PaymentAttempt::invoiceId).map(invoices::byId);
    }

    /** The clock of a sandbox shop has moved: what waits for its time is due so much earlier. */
    public void advance(UUID shopId, Duration by) {
        invoices.pullForward(shopId, by);
    }

    /** What time it is in the shop of an invoice. */
    public Instant timeOf(UUID invoiceId) {
        return shops.clockOf(invoices.byId(invoiceId).shopId()).instant();
    }

    /**
     * When a look-up began and when the next one is due.
     *
     * @param beganAt the shop's time
     * @param nextAt system time
     */
    public record LookUp(Instant beganAt, Instant nextAt) {}

    /** Nobody pays long after the end; callbacks are heard for ever, questions are not. */
    private static Instant followed(Invoice invoice, LookUp lookUp) {
        boolean over = lookUp.beganAt().isAfter(invoice.expiresAt().plus(FOLLOWED));
        return over ? null : lookUp.nextAt();
    }

    private void take(ChannelRef channel, PaymentReport report, Optional<LookUp> lookUp) {
        Instant now = shops.clockOf(channel.shopId()).instant();
        Optional<UUID> attemptId = Ids.parse(report.handle().reference());
        Optional<UUID> invoiceId =
                attemptId.flatMap(id -> invoices.invoiceOf(id, channel.channelId()));
        // Two reports may list the same money in different orders, and wait for each other's.
        List<PaymentReport.Transfer> inOrder =
                report.transfers().stream()
                        .sorted(Comparator.comparing(PaymentReport.Transfer::networkId))
                        .toList();
        Set<String> names = new HashSet<>();
        inOrder.forEach(seen -> names.addAll(namesOf(seen)));
        LockedInvoices owners = LockedInvoices.lock(invoices, channel, names, invoiceId);
        Hearing hearing = new Hearing(channel, now, owners, new LinkedHashSet<>());
        if (invoiceId.isEmpty()) {
            inOrder.forEach(seen -> takeStray(hearing, seen));
            books.keep(hearing.heard, now);
            return;
        }
        Invoice invoice = owners.get(invoiceId.get());
        PaymentAttempt attempt = invoices.attempt(attemptId.get()).orElseThrow();
        Set<UUID> elsewhere = new HashSet<>();
        for (PaymentReport.Transfer seen : inOrder) {
            take(hearing, invoice, attempt, seen).ifPresent(elsewhere::add);
        }
        attempt.hear(report, now);
        lookUp.ifPresent(look -> attempt.lookedUp(look.beganAt(), followed(invoice, look)));
        reckon(invoice, now);
        elsewhere.forEach(other -> reckon(owners.get(other), now));
        books.keep(hearing.heard, now);
    }

    /**
     * A report that is being taken over.
     *
     * @param now the shop's time
     * @param owners every invoice that it may change
     * @param heard all of its money that may have changed, for the books
     */
    private record Hearing(
            ChannelRef channel, Instant now, LockedInvoices owners, Set<Transfer> heard) {}

    /**
     * Takes over one movement of money.
     *
     * @return another invoice that it belongs to, when it was assigned there before
     */
    private Optional<UUID> take(
            Hearing hearing, Invoice invoice, PaymentAttempt attempt, PaymentReport.Transfer seen) {
        ChannelRef channel = hearing.channel;
        Instant now = hearing.now;
        if (!seen.amount().currency().equals(attempt.asset())) {
            // It was not asked for in this unit, so nothing says what it is worth here.
            takeStray(hearing, seen);
            return Optional.empty();
        }
        Optional<Transfer> known = known(channel, seen);
        if (known.filter(transfer -> !isOf(channel, transfer)).isPresent()) {
            return Optional.empty();
        }
        if (known.isEmpty()) {
            Transfer transfer = new Transfer(Ids.next(), channel, seen, now);
            transfer.assign(invoice, attempt.id(), valuation(invoice, attempt, seen));
            add(transfer, seen);
            hearing.heard.add(transfer);
            events.tell(invoice, transfer, "payment.received", now);
            return Optional.empty();
        }
        Transfer transfer = known.get();
        if (transfer.invoiceId().isEmpty()) {
            transfer.assign(invoice, attempt.id(), valuation(invoice, attempt, seen));
            events.tell(invoice, transfer, "payment.received", now);
        }
        boolean changed = transfer.hear(seen, now);
        invoices.addNames(transfer, namesOf(seen));
        hearing.heard.add(transfer);
        Invoice owner = hearing.owners.get(transfer.invoiceId().orElseThrow());
        if (changed && transfer.state() == TransferState.REVERSED) {
            events.tell(owner, transfer, "payment.reversed", now);
        }
        return Optional.of(owner.id()).filter(id -> !id.equals(invoice.id()));
    }

    /** Money that names no attempt of this channel, or came in a unit that nobody asked for. */
    private void takeStray(Hearing hearing, PaymentReport.Transfer seen) {
        ChannelRef channel = hearing.channel;
        Instant now = hearing.now;
        Optional<Transfer> known = known(channel, seen);
        if (known.isEmpty()) {
            Transfer transfer = new Transfer(Ids.next(), channel, seen, now);
            add(transfer, seen);
            hearing.heard.add(transfer);
            events.tellStray(transfer, "payment.unassigned", 1, now);
            return;
        }
        Transfer transfer = known.get();
        if (!isOf(channel, transfer)) {
            return;
        }
        boolean reversed = transfer.hear(seen, now) && transfer.state() == TransferState.REVERSED;
        invoices.addNames(transfer, namesOf(seen));
        hearing.heard.add(transfer);
        if (transfer.invoiceId().isEmpty()) {
            if (reversed) {
                events.tellStray(transfer, "payment.reversed", 2, now);
            }
            return;
        }
        Invoice owner = hearing.owners.get(transfer.invoiceId().get());
        if (reversed) {
            events.tell(owner, transfer, "payment.reversed", now);
        }
        reckon(owner, now);
    }

    /**
     * A channel speaks for its own shop's money only. That it names somebody else's is either a lie
     * or two shops on one account: a person has to look, and nothing changes until then.
     */
    private static boolean isOf(ChannelRef channel, Transfer transfer) {
        boolean own = transfer.shopId().equals(channel.shopId());
        if (!own) {
            LOG.log(
                    Level.WARNING,
                    "event=payment-of-another-shop payment={0} channel={1} shop={2}",
                    transfer.id(),
                    channel.channelId(),
                    channel.shopId());
        }
        return own;
    }

    private Optional<Transfer> known(ChannelRef channel, PaymentReport.Transfer seen) {
        return invoices.transfer(channel.environment(), channel.network(), namesOf(seen));
    }

    private static Set<String> namesOf(PaymentReport.Transfer seen) {
        Set<String> names = new HashSet<>(seen.aliases());
        names.add(seen.networkId());
        return names;
    }

    private void add(Transfer transfer, PaymentReport.Transfer seen) {
        invoices.add(transfer);
        invoices.claimNames(transfer, namesOf(seen));
    }

    private Valuation valuation(
            Invoice invoice, PaymentAttempt attempt, PaymentReport.Transfer seen) {
        List<Quote> quotes = invoices.quotes(attempt, invoice.currency());
        Instant lastMoney =
                invoices.transfers(invoice).stream()
                        .filter(Transfer::counts)
                        .filter(it -> it.attemptId().filter(attempt.id()::equals).isPresent())
                        .map(Transfer::detectedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN);
        // A promise is kept once: what comes after is worth the rate, until there is a new promise.
        List<Quote> open =
                quotes.stream().filter(quote -> quote.createdAt().isAfter(lastMoney)).toList();
        return pricing.value(seen, open, quotes.get(0), invoice.currency());
    }

    private void reckon(Invoice invoice, Instant now) {
        events.tell(invoice, invoice.reckon(invoices.transfers(invoice), now), now);
    }

    /**
     * Ends the time of an invoice that is due, unless a network may still know of money: every open
     * attempt is looked up once more first, for ten minutes at most.
     */
    public void expireIfDue(UUID invoiceId) {
        Invoice invoice = invoices.lock(invoiceId);
        Instant now = shops.clockOf(invoice.shopId()).instant();
        if (invoice.expiryDueAt().isEmpty() || now.isBefore(invoice.expiresAt())) {
            return;
        }
        List<PaymentAttempt> unasked =
                invoices.attempts(invoice).stream()
                        .filter(
                                attempt ->
                                        attempt.isOpen()
                                                && !attempt.wasLookedUpSince(invoice.expiresAt()))
                        .toList();
        if (!unasked.isEmpty() && now.isBefore(invoice.expiresAt().plus(Invoice.LAST_LOOK))) {
            unasked.forEach(attempt -> attempt.lookUpSoon(clock.instant()));
            invoice.postponeExpiry(clock.instant().plus(RECHECK));
            return;
        }
        events.tell(invoice, invoice.expire(now), now);
    }
}
