package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.Receives.Acknowledgement;
import org.bluejay.connector.network.Simulates;
import org.bluejay.connector.network.Watches;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningConnector;
import org.bluejay.gateway.connector.TransactionGuard;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.WorkDatabase;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * All calls to payment networks. Each takes limited time, and none may be made inside a
 * transaction: but for {@link #methodsOf} and {@link #takesAnyAmount} they throw {@link
 * IllegalStateException} there.
 */
@ApplicationScoped
public class Networks {

    private static final System.Logger LOG = System.getLogger(Networks.class.getName());

    /** For what a connector answers out of itself. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration USUAL_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    @Inject Connectors connectors;
    @Inject Channels channels;
    @Inject OpenNetworks open;
    @Inject TransactionGuard guard;
    @Inject Database database;
    @Inject WorkDatabase work;

    @Inject
    @ConfigProperty(name = "bluejay.network.timeout", defaultValue = "PT30S")
    Duration limit;

    /**
     * The ways to pay that a shop can offer now: methods of its channels that are not revoked and
     * whose connector is loaded.
     */
    public List<Method> methodsOf(UUID shopId) {
        List<Method> methods = new ArrayList<>();
        for (Channel channel : database.with(handle -> channels.enabled(handle, shopId))) {
            Optional<RunningConnector> connector = connectors.running(channel.network());
            if (connector.isPresent()) {
                for (MethodDescriptor method : connector.get().descriptor().methods()) {
                    methods.add(new Method(channel.id(), channel.network(), method));
                }
            }
        }
        return methods;
    }

    /**
     * Asks a network for a payment. The same reference again is safe: the network gives the same
     * instruction.
     *
     * @throws NetworkException which says whether the money may have moved; whatever a connector
     *     throws besides counts as {@link OutcomeUnknown}
     */
    public PaymentInstruction requestPayment(UUID channelId, PaymentRequest request)
            throws NetworkException {
        Channel channel = channel(channelId);
        if (channel.isRevoked()) {
            throw new Refused("channel-revoked", "the channel takes no new payments");
        }
        PaymentInstruction instruction =
                with(
                        channel,
                        network ->
                                network.askOutside(
                                        opened -> opened.requestPayment(request), limit));
        if (!instruction.handle().reference().equals(request.reference())) {
            LOG.log(Level.ERROR, "event=instruction-unusable channel={0}", channelId);
            throw new OutcomeUnknown("the connector gave no instruction for this payment", null);
        }
        return instruction;
    }

    /**
     * Asks a network how a payment stands.
     *
     * @return empty when there is no reliable answer, for whatever reason; nothing follows from
     *     that
     */
    public Optional<PaymentReport> lookUp(UUID channelId, PaymentHandle handle) {
        try {
            PaymentReport report =
                    with(
                            channel(channelId),
                            network ->
                                    network.can(LooksUp.class)
                                            ? network.askOutside(
                                                    opened -> ((LooksUp) opened).lookUp(handle),
                                                    limit)
                                            : null);
            return Optional.ofNullable(report)
                    .filter(said -> said.handle().reference().equals(handle.reference()));
        } catch (NetworkException e) {
            LOG.log(
                    Level.INFO,
                    "event=look-up-failed channel={0} reference={1} outcome={2}",
                    channelId,
                    handle.reference(),
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /**
     * How long to wait before the next look-up.
     *
     * @param lookUps how many the payment has had
     * @return between a second and an hour, as its network asks; an hour when it cannot be looked
     *     up, and a minute while that is not known
     */
    public Duration pause(UUID channelId, int lookUps) {
        try {
            Duration pause =
                    with(
                            channel(channelId),
                            network ->
                                    network.can(LooksUp.class)
                                            ? network.ask(
                                                    opened -> ((LooksUp) opened).pause(lookUps),
                                                    SHORT)
                                            : LONGEST_PAUSE);
            return pause.compareTo(LEAST_PAUSE) < 0
                    ? LEAST_PAUSE
                    : pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        } catch (NetworkException e) {
            LOG.log(
                    Level.DEBUG,
                    "event=pause-unknown channel={0} outcome={1}",
                    channelId,
                    e.getClass().getSimpleName());
            return USUAL_PAUSE;
        }
    }

    /** Whether the channel's network can be asked how a payment stands; false while not loaded. */
    public boolean looksUp(UUID channelId) {
        return can(channelId, LooksUp.class);
    }

    /**
     * Whether a network is a public book, where whatever comes to an address counts: the amount may
     * be asked for anew while the address stays. False while not loaded.
     */
    public boolean takesAnyAmount(String network) {
        return connectors
                .running(network)
                .filter(connector -> connector.provider() instanceof Watches)
                .isPresent();
    }

    /** Whether it calls back; false while not loaded. */
    public boolean receives(UUID channelId) {
        return can(channelId, Receives.class);
    }

    /** Whether it can act out what payers and networks do; false while not loaded. */
    public boolean simulates(UUID channelId) {
        return can(channelId, Simulates.class);
    }

    /**
     * Lets something happen at the far side of a sandbox network.
     *
     * @return the callbacks it would now send; give them to {@link IntakeService}
     * @throws Refused when the scenario makes no sense for this payment, or the network cannot
     *     simulate
     */
    public List<Simulates.SimulatedCallback> simulate(
            UUID channelId, PaymentHandle handle, Simulates.Scenario scenario)
            throws NetworkException {
        return with(
                channel(channelId),
                network -> {
                    if (!network.can(Simulates.class)) {
                        throw new Refused("cannot-simulate", "this network cannot simulate");
                    }
                    return network.ask(
                            opened -> ((Simulates) opened).simulate(handle, scenario), SHORT);
                });
    }

    /** Whether the far side of a channel answers; asked even while its breaker is open. */
    public Health health(UUID channelId) {
        try {
            return with(
                    channel(channelId),
                    network -> network.ask(opened -> opened.health(), SHORT.plusSeconds(1)));
        } catch (NetworkException e) {
            return Health.down(e.getMessage());
        }
    }

    /**
     * What a callback says; never asks the outside.
     *
     * @throws NetworkException when the connector cannot be asked now: to be tried again
     */
    CallbackVerdict verdictOn(Channel channel, InboundCallback callback) throws NetworkException {
        return with(
                channel,
                network ->
                        network.can(Receives.class)
                                ? network.ask(
                                        opened -> ((Receives) opened).receive(callback), SHORT)
                                : new CallbackVerdict.Rejected("this network does not call back"));
    }

    /** What the channel's network wants to hear; empty when that is not known now. */
    Optional<Acknowledgement> acknowledgement(Channel channel) {
        try {
            return Optional.ofNullable(
                    with(
                            channel,
                            network ->
                                    network.can(Receives.class)
                                            ? network.ask(
                                                    opened -> ((Receives) opened).acknowledgement(),
                                                    SHORT)
                                            : null));
        } catch (NetworkException e) {
            LOG.log(
                    Level.INFO,
                    "event=acknowledgement-unknown channel={0} outcome={1}",
                    channel.id(),
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private boolean can(UUID channelId, Class<?> capability) {
        try {
            return with(channel(channelId), network -> network.can(capability));
        } catch (NetworkException e) {
            LOG.log(
                    Level.DEBUG,
                    "event=network-not-open channel={0} outcome={1}",
                    channelId,
                    e.getClass().getSimpleName());
            return false;
        }
    }

    Channel channel(UUID id) throws NotSent {
        guard.insistOnNone();
        return work.inTransaction(handle -> channels.find(handle, id))
                .orElseThrow(() -> new NotSent("there is no such channel", null));
    }

    <T> T with(Channel channel, OpenNetworks.Use<T> use) throws NetworkException {
        return open.use(channel, use);
    }
}
