package org.bluejay.gateway.refund;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.gateway.network.RefundCalls;
import org.bluejay.gateway.refund.RefundSteps.Due;
import org.bluejay.gateway.refund.RefundSteps.Outgoing;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Carries refunds on, one step at a time, outside any transaction. Its promise: what the network
 * may have heard of is looked up before anything else, whoever died at whatever moment; it is sent
 * again only when the network is sure not to have it, and under the same reference.
 */
@ApplicationScoped
class RefundSender {

    private static final System.Logger LOG = System.getLogger(RefundSender.class.getName());

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Longer than a step may take; leases are in database time. */
    private static final String LEASE =
            """
            update refund r set leased_until = now() + interval '90 seconds'
            from (select id from refund
                  where step_due_at <= :now and (leased_until is null or leased_until < now())
                  order by step_due_at limit :limit for update skip locked) due
            where r.id = due.id
            returning r.id, r.merchant_id, r.invoice_id, r.channel_id, r.state\
            """;

    @Inject WorkDatabase work;
    @Inject RefundCalls calls;
    @Inject RefundSteps steps;
    @Inject Clock clock;

    /** Refunds with something to do, taken so that of many nodes one does it. */
    List<Due> take(int limit) {
        return work.inTransaction(
                handle ->
                        handle.createQuery(LEASE)
                                .bind("now", clock.instant())
                                .bind("limit", limit)
                                .map(
                                        (row, context) ->
                                                new Due(
                                                        row.getObject("id", UUID.class),
                                                        row.getObject("merchant_id", UUID.class),
                                                        row.getObject("invoice_id", UUID.class),
                                                        row.getObject("channel_id", UUID.class),
                                                        !RefundState.CREATED
                                                                .text()
                                                                .equals(row.getString("state"))))
                                .list());
    }

    /** The next step of one that was taken. */
    void carryOn(Due due) {
        if (due.asked()) {
            lookUp(due);
        } else {
            send(due);
        }
    }

    private void send(Due due) {
        try {
            if (!calls.areOffered(due.channelId())) {
                steps.handOver(due);
                return;
            }
        } catch (NetworkException notNow) {
            tell(due, notNow);
            steps.notNow(due, notNow.getMessage(), leastPause(notNow));
            return;
        }
        Optional<Outgoing> outgoing = steps.begin(due, calls.limit());
        if (outgoing.isPresent()) {
            ask(due, outgoing.get());
        }
    }

    /** Makes a call that was written down. */
    void ask(Due due, Outgoing outgoing) {
        try {
            RefundReport report =
                    calls.refund(due.channelId(), outgoing.request(), outgoing.deadline());
            steps.hear(due, report);
        } catch (NetworkException failure) {
            tell(due, failure);
            if (failure instanceof Refused refused) {
                steps.refused(due, refused.code() + ": " + refused.getMessage());
            } else if (failure instanceof OutcomeUnknown) {
                steps.lost(due, outgoing.number(), failure.getMessage());
            } else {
                steps.notSent(due, outgoing.number(), failure.getMessage(), leastPause(failure));
            }
        }
    }

    private void lookUp(Due due) {
        Instant began = clock.instant();
        try {
            Optional<RefundReport> found = calls.find(due.channelId(), due.id().toString());
            if (found.isPresent()) {
                steps.hear(due, found.get());
            } else {
                steps.notThere(due, began);
            }
        } catch (NetworkException failure) {
            tell(due, failure);
            steps.lookedUpInVain(due, failure.getMessage(), leastPause(failure));
        }
    }

    /** Bounded, because no connector's word may stop a refund for ever. */
    private static Duration leastPause(NetworkException failure) {
        if (!(failure instanceof Throttled throttled) || throttled.retryAfter() == null) {
            return Duration.ZERO;
        }
        Duration pause = throttled.retryAfter();
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Without the connector's words, which may hold anything; the refund's reason has them. */
    private static void tell(Due due, NetworkException failure) {
        LOG.log(
                Level.WARNING,
                "event=refund-step-failed refund={0} looked-up={1} outcome={2}",
                due.id(),
                due.asked(),
                failure.getClass().getSimpleName());
    }
}
