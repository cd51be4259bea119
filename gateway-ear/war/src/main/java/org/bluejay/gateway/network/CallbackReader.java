package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.CallbackVerdict.Hint;
import org.bluejay.connector.network.CallbackVerdict.Proven;
import org.bluejay.connector.network.CallbackVerdict.Rejected;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningConnector;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Reads the callbacks that were kept, on any node: at once when all is well, again and again when
 * their connector is missing or what they say cannot be taken over. Money that was told of is never
 * given up; only a connector's own verdict ends it.
 */
@ApplicationScoped
class CallbackReader {

    private static final System.Logger LOG = System.getLogger(CallbackReader.class.getName());

    /**
     * Longer than one takes, of which a verdict has five seconds; and how long a callback waits for
     * a node that has died. To take a report over twice does no harm.
     */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    @Inject WorkDatabase database;
    @Inject Channels channels;
    @Inject Callbacks callbacks;
    @Inject Networks networks;
    @Inject Connectors connectors;
    @Inject Instance<PaymentReports> reports;

    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();
    private Set<RunningConnector> known = Set.of();

    /** Has somebody woken when there is something to read. */
    void whenKept(Runnable wake) {
        sleepers.add(wake);
    }

    void ring() {
        sleepers.forEach(Runnable::run);
    }

    /**
     * Reads the callback whose turn it is, if there is one.
     *
     * @return whether there was
     */
    boolean readNext() {
        Optional<Callbacks.Due> next =
                database.inTransaction(handle -> callbacks.take(handle, LEASE));
        next.ifPresent(this::handle);
        return next.isPresent();
    }

    /**
     * What waited for a connector need not wait any longer once it is there.
     *
     * @return whether anything waited
     */
    synchronized boolean welcomeNewConnectors() {
        Set<RunningConnector> running = new HashSet<>(connectors.running());
        int waiting = 0;
        for (RunningConnector connector : running) {
            if (!known.contains(connector)) {
                String network = connector.descriptor().id();
                waiting +=
                        database.inTransaction(handle -> callbacks.bringForward(handle, network));
            }
        }
        known = running;
        return waiting > 0;
    }

    private void handle(Callbacks.Due due) {
        try {
            Optional<Channel> channel =
                    Ids.parse(due.channel())
                            .flatMap(id -> database.inTransaction(h -> channels.find(h, id)));
            if (channel.isEmpty()) {
                reject(due.id(), "there is no such channel");
            } else if (due.callback().isEmpty()) {
                postpone(due, "its seal does not open: is an earlier key missing?");
            } else {
                take(due.id(), due.callback().get(), channel.get());
            }
        } catch (NetworkException e) {
            postpone(due, "its connector cannot read it now: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=callback-failed callback=" + due.id(), e);
            postpone(due, "it could not be taken over: " + e.getClass().getSimpleName());
        }
    }

    private void take(UUID id, InboundCallback callback, Channel channel) throws NetworkException {
        if (!reports.isResolvable()) {
            throw new IllegalStateException("nobody takes over what networks report");
        }
        CallbackVerdict verdict = networks.verdictOn(channel, callback);
        String token = callback.token();
        if (verdict instanceof Rejected rejected) {
            LOG.log(
                    Level.WARNING,
                    "event=callback-rejected callback={0} channel={1} reason=\"{2}\"",
                    id,
                    channel.id(),
                    rejected.reason());
            reject(id, rejected.reason());
            return;
        }
        if (verdict instanceof Proven proven) {
            for (PaymentReport report : proven.reports()) {
                reports.get().apply(channel, token, report);
            }
        } else if (verdict instanceof Hint hint) {
            reports.get().hint(channel, token, hint.handle());
        }
        database.useTransaction(handle -> callbacks.handled(handle, id));
    }

    private void reject(UUID id, String reason) {
        database.useTransaction(handle -> callbacks.rejected(handle, id, reason));
    }

    private void postpone(Callbacks.Due due, String reason) {
        int doublings = Math.min(due.tries() - 1, 20);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        database.useTransaction(handle -> callbacks.postpone(handle, due.id(), reason, bounded));
    }
}
