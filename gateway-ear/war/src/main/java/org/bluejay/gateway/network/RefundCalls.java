package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.connector.network.Refunds;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * All calls to payment networks that give money back. As those of {@link Networks} they take
 * limited time and are never made inside a transaction. A revoked channel still gives back what
 * came by it.
 */
@ApplicationScoped
public class RefundCalls {

    private static final System.Logger LOG = System.getLogger(RefundCalls.class.getName());

    @Inject Networks networks;

    @Inject
    @ConfigProperty(name = "bluejay.network.timeout", defaultValue = "PT30S")
    Duration limit;

    /**
     * Whether a channel's network can give money back.
     *
     * @throws NetworkException when its connector cannot be asked now
     */
    public boolean areOffered(UUID channelId) throws NetworkException {
        return networks.with(networks.channel(channelId), network -> network.can(Refunds.class));
    }

    /** After this long a call that was begun has ended, whatever became of it. */
    public Duration limit() {
        return limit;
    }

    /**
     * Gives money back, or does not begin to. The same reference again is safe: the network moves
     * nothing twice.
     *
     * @param deadline by {@link System#nanoTime()}: past it the connector is not called any more,
     *     however long the call has waited for its turn
     * @throws NetworkException which says whether the money may have moved; whatever a connector
     *     throws besides counts as {@link OutcomeUnknown}
     */
    public RefundReport refund(UUID channelId, RefundRequest request, long deadline)
            throws NetworkException {
        RefundReport report =
                networks.with(
                        networks.channel(channelId),
                        network -> {
                            if (!network.can(Refunds.class)) {
                                throw new Refused("cannot-refund", "this network cannot refund");
                            }
                            return network.askOutside(
                                    opened -> inTime((Refunds) opened, request, deadline), limit);
                        });
        return usable(channelId, report, request.reference());
    }

    /** On the connector's thread: nothing but the call itself comes after the look at the time. */
    private static RefundReport inTime(Refunds network, RefundRequest request, long deadline)
            throws NetworkException {
        if (System.nanoTime() - deadline >= 0) {
            throw new NotSent("its time was over before the network could be asked", null);
        }
        return network.refund(request);
    }

    /**
     * Asks a network how a refund stands.
     *
     * @return empty when the network is sure that it has none by this reference
     * @throws NetworkException when there is no reliable answer; nothing follows from that
     */
    public Optional<RefundReport> find(UUID channelId, String reference) throws NetworkException {
        Optional<RefundReport> found =
                networks.with(
                        networks.channel(channelId),
                        network -> {
                            if (!network.can(Refunds.class)) {
                                throw new OutcomeUnknown("this network cannot be asked", null);
                            }
                            return network.askOutside(
                                    opened -> ((Refunds) opened).lookUpRefund(reference), limit);
                        });
        if (found.isPresent()) {
            usable(channelId, found.get(), reference);
        }
        return found;
    }

    private static RefundReport usable(UUID channelId, RefundReport report, String reference)
            throws OutcomeUnknown {
        if (!report.reference().equals(reference)) {
            LOG.log(Level.ERROR, "event=refund-report-unusable channel={0}", channelId);
            throw new OutcomeUnknown("the connector gave no report of this refund", null);
        }
        return report;
    }
}
