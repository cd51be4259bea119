package org.bluejay.gateway.refund;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.MoneyBack;
import org.bluejay.gateway.invoice.SettledPayment;
import org.bluejay.gateway.ledger.EntryKind;

/**
 * The transactions of a refund that is under way: one before the network is asked, one after it has
 * answered or not. Each begins with the invoice's lock and finds the refund as it is by then.
 */
@ApplicationScoped
@Transactional
class RefundSteps {

    private static final System.Logger LOG = System.getLogger(RefundSteps.class.getName());

    /** Longer than any call that was given up may still take to leave this house. */
    static final Duration AFTERMATH = Duration.ofMinutes(2);

    /** Pauses after the first, second … step that brought nothing; then the last one, for ever. */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1));

    @Inject MoneyBack money;
    @Inject RefundRepository refunds;
    @Inject RefundBooks books;
    @Inject Clock clock;

    /**
     * A refund with something to do.
     *
     * @param asked whether the network may have heard of it
     */
    record Due(UUID id, UUID merchantId, UUID invoiceId, UUID channelId, boolean asked) {}

    /**
     * A call that is about to be made.
     *
     * @param number which call it is of this refund
     * @param deadline by {@link System#nanoTime()}: from then on it must not be made any more
     */
    record Outgoing(int number, RefundRequest request, long deadline) {}

    private record Held(Invoice invoice, Refund refund, Instant now) {}

    private Held hold(Due due) {
        Invoice invoice = money.lock(due.merchantId(), due.invoiceId());
        return new Held(invoice, refunds.fresh(due.id()), money.timeOf(invoice));
    }

    /**
     * Writes down that the network is being asked.
     *
     * @param limit how long the call takes at most
     * @return empty when there is nothing to send any more
     */
    Optional<Outgoing> begin(Due due, Duration limit) {
        // Read before anything that may take its time, so that it ends before what is written down.
        long deadline = System.nanoTime() + limit.toNanos();
        Held held = hold(due);
        Refund refund = held.refund;
        if (refund.state() != RefundState.CREATED) {
            return Optional.empty();
        }
        List<SettledPayment> settled = money.settled(held.invoice);
        Optional<SettledPayment> payment =
                settled.stream().filter(each -> each.id().equals(refund.paymentId())).findFirst();
        if (payment.isEmpty()) {
            fail(held, "the network took the payment back before it could be refunded");
            return Optional.empty();
        }
        if (new Refundable(held.invoice, settled, refunds.of(held.invoice)).isOverdrawn()) {
            fail(
                    held,
                    "a network took back other money of the invoice, of which some was refunded:"
                            + " what is left does not cover this refund");
            return Optional.empty();
        }
        Optional<String> destination = destination(refund);
        if (refund.payerId().isPresent() && destination.isEmpty()) {
            fail(held, "where it was to go was erased; make another one that says where to");
            return Optional.empty();
        }
        int number = refund.send(clock.instant().plus(limit).plus(AFTERMATH));
        return Optional.of(
                new Outgoing(
                        number,
                        new RefundRequest(
                                refund.id().toString(),
                                payment.get().networkId(),
                                refund.assetAmount(),
                                destination.orElse("")),
                        deadline));
    }

    /** Where it is to go; empty for where it came from, or when that was erased. */
    private Optional<String> destination(Refund refund) {
        return refund.payerId().flatMap(payer -> money.destination(refund.shopId(), payer));
    }

    /** What a connector says, without where the money was to go: reasons are shown. */
    private String discreet(Refund refund, String words) {
        return ConnectorWords.without(destination(refund).orElse(""), words);
    }

    /** The network has said how it stands. */
    void hear(Due due, RefundReport said) {
        Held held = hold(due);
        RefundReport report =
                new RefundReport(
                        said.reference(),
                        said.state(),
                        said.networkId(),
                        discreet(held.refund, said.reason()));
        if (held.refund.isContradictedBy(report)) {
            LOG.log(
                    Level.ERROR,
                    "event=refund-contradicted refund={0} invoice={1} channel={2} state={3}"
                            + " reported={4}",
                    due.id(),
                    due.invoiceId(),
                    due.channelId(),
                    held.refund.state().text(),
                    report.state());
        }
        if (!held.refund.hear(report, held.now, later(held.refund))) {
            return;
        }
        if (held.refund.state() == RefundState.COMPLETED) {
            tell(held, "refund.completed");
            money.gaveBack(held.invoice, held.refund.amount(), held.now);
            books.post(held.refund, held.now, EntryKind.REFUND_COMPLETED);
        } else if (held.refund.state() == RefundState.FAILED) {
            tellFailed(held);
        }
    }

    /** The network said no, for good, to this call or to one before. */
    void refused(Due due, String why) {
        Held held = hold(due);
        if (held.refund.state() == RefundState.SENDING) {
            fail(held, discreet(held.refund, why));
        }
    }

    /** The network was not asked, and will be later. */
    void notNow(Due due, String why, Duration least) {
        Held held = hold(due);
        if (held.refund.state() == RefundState.CREATED) {
            held.refund.retreat(discreet(held.refund, why), later(held.refund, least));
        }
    }

    /** This call did not reach the network. */
    void notSent(Due due, int call, String why, Duration least) {
        Held held = hold(due);
        if (held.refund.isSending(call)) {
            held.refund.retreat(discreet(held.refund, why), later(held.refund, least));
        }
    }

    /** Nobody knows whether this call reached the network. */
    void lost(Due due, int call, String why) {
        Held held = hold(due);
        if (held.refund.isSending(call)) {
            loseSight(held, discreet(held.refund, why), later(held.refund));
        }
    }

    /**
     * The network is sure that it has no such refund.
     *
     * @param lookedUpAt system time at which it was asked
     */
    void notThere(Due due, Instant lookedUpAt) {
        Held held = hold(due);
        Refund refund = held.refund;
        if (refund.state() == RefundState.PROCESSING) {
            lookAgain(held, "the network had it and knows it no more: look there", Duration.ZERO);
        } else if (refund.mayStillLeave(lookedUpAt)) {
            lookAgain(held, "the network has no such refund yet", Duration.ZERO);
        } else if (refund.state().isUnderWay()) {
            refund.retreat("the network never got it; it is sent again", clock.instant());
        }
    }

    /** A look-up brought no answer: nothing is concluded, it is tried again later. */
    void lookedUpInVain(Due due, String why, Duration least) {
        Held held = hold(due);
        lookAgain(held, discreet(held.refund, why), least);
    }

    private void lookAgain(Held held, String why, Duration least) {
        Refund refund = held.refund;
        if (refund.state() == RefundState.SENDING || refund.state() == RefundState.UNKNOWN) {
            loseSight(held, why, later(refund, least));
        } else if (refund.state() == RefundState.PROCESSING) {
            refund.doubt(why, later(refund, least));
        }
    }

    private void loseSight(Held held, String why, Instant dueAt) {
        if (held.refund.loseSight(why, dueAt)) {
            tell(held, "refund.unknown");
        }
    }

    /** The network cannot refund: a person has to. */
    void handOver(Due due) {
        Held held = hold(due);
        Refund refund = held.refund;
        if (refund.state() == RefundState.CREATED) {
            refund.handOver(
                    refund.network() + " cannot give money back: pay it by hand, then record how");
            tell(held, "refund.manual");
        }
    }

    private void fail(Held held, String why) {
        held.refund.fail(why, held.now);
        tellFailed(held);
    }

    private void tellFailed(Held held) {
        tell(held, "refund.failed");
        books.post(held.refund, held.now, EntryKind.REFUND_FAILED);
    }

    private void tell(Held held, String type) {
        money.tell(held.invoice, type, held.refund.id(), RefundView.of(held.refund), held.now);
    }

    private Instant later(Refund refund) {
        return later(refund, Duration.ZERO);
    }

    private Instant later(Refund refund, Duration least) {
        Duration pause = PAUSES.get(Math.min(refund.tries(), PAUSES.size() - 1));
        return clock.instant().plus(pause.compareTo(least) < 0 ? least : pause);
    }
}
