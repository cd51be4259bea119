package org.bluejay.gateway.network;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.gateway.connector.Call;
import org.bluejay.gateway.connector.Gate;
import org.bluejay.gateway.connector.RunningConnector;

/**
 * A payment network, opened for one channel with the settings it has now. Its promise: whatever the
 * connector does, the caller hears in limited time whether the money may have moved.
 */
final class OpenNetwork implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OpenNetwork.class.getName());

    /** Calls to the outside at the same time, for one channel on one node. */
    private static final int MAX_CALLS = 32;

    private static final Duration PATIENCE_FOR_TURN = Duration.ofSeconds(2);
    private static final Duration OPENING = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** Opens when half of the last calls failed, and tries again after half a minute. */
    private static final CircuitBreakerConfig BREAKER =
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(10)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(Duration.ofSeconds(30))
                    .permittedNumberOfCallsInHalfOpenState(3)
                    .build();

    private final RunningConnector connector;
    private final long version;
    private final PaymentNetwork network;
    private final Consumer<OpenNetwork> closed;
    private final CircuitBreaker breaker;
    private final Semaphore turns = new Semaphore(MAX_CALLS);
    private final Gate gate = new Gate();
    private volatile boolean isClosed;
    private volatile long throttledUntil = System.nanoTime();

    /** What is asked of the connector. */
    @FunctionalInterface
    interface Question<T> {
        T ask(PaymentNetwork network) throws Exception;
    }

    /** It was closed before anything ran: to be asked again of what took its place. */
    static final class Retired extends Exception {}

    private OpenNetwork(
            RunningConnector connector,
            Channel channel,
            PaymentNetwork network,
            Consumer<OpenNetwork> closed) {
        this.connector = connector;
        this.version = channel.version();
        this.network = network;
        this.closed = closed;
        this.breaker = CircuitBreaker.of(channel.id().toString(), BREAKER);
    }

    /**
     * @param closed is told when the network was closed, so that nobody holds on to it
     */
    static OpenNetwork open(
            RunningConnector connector,
            Channel channel,
            ConnectorContext context,
            Consumer<OpenNetwork> closed)
            throws NetworkException, Retired {
        Settings settings;
        try {
            settings = channel.settings(connector.settings());
        } catch (IllegalArgumentException e) {
            throw new NotSent("the channel's settings do not fit the installed connector", e);
        }
        try {
            return await(
                    start(connector, () -> opened(connector, channel, settings, context, closed)),
                    OPENING);
        } catch (OutcomeUnknown e) {
            throw new NotSent("the network cannot be opened: " + e.getMessage(), e);
        }
    }

    private static OpenNetwork opened(
            RunningConnector connector,
            Channel channel,
            Settings settings,
            ConnectorContext context,
            Consumer<OpenNetwork> closed) {
        PaymentNetwork network = connector.provider().open(settings, context);
        if (network == null) {
            throw new IllegalStateException("the connector opened nothing");
        }
        OpenNetwork open = new OpenNetwork(connector, channel, network, closed);
        connector.attach(open);
        return open;
    }

    /** Whether this is what the channel and its connector are now. */
    boolean fits(Channel channel, RunningConnector running) {
        return version >= channel.version() && connector == running && !gate.isShut();
    }

    /** Whether the connector can do more than ask for payments. */
    boolean can(Class<?> capability) {
        return capability.isInstance(network);
    }

    /**
     * Asks something that the connector answers out of itself, such as what a callback says.
     *
     * @throws OutcomeUnknown when it threw something else, or took too long
     */
    <T> T ask(Question<T> question, Duration limit) throws NetworkException, Retired {
        return await(begin(question, () -> {}), limit);
    }

    /**
     * Asks something that makes the connector call its network: behind the channel's breaker, and
     * only so many at a time.
     *
     * @throws NotSent when the breaker is open or too many are waiting: nothing has run
     * @throws OutcomeUnknown when it threw something else, or took too long
     */
    <T> T askOutside(Question<T> question, Duration limit) throws NetworkException, Retired {
        long throttled = throttledUntil - System.nanoTime();
        if (throttled > 0) {
            throw new Throttled("the network asked for a pause", Duration.ofNanos(throttled));
        }
        Call<T> call = beginOutside(question);
        long began = System.nanoTime();
        try {
            T answer = await(call, limit);
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return answer;
        } catch (NetworkException e) {
            judge(e, System.nanoTime() - began);
            throw e;
        }
    }

    private <T> Call<T> beginOutside(Question<T> question) throws NotSent, Retired {
        takeTurn();
        if (!breaker.tryAcquirePermission()) {
            turns.release();
            throw new NotSent("the network failed too often and is left alone for a moment", null);
        }
        try {
            return begin(question, turns::release);
        } catch (NotSent | Retired e) {
            // The network has no part in it.
            breaker.releasePermission();
            throw e;
        }
    }

    private void takeTurn() throws NotSent {
        try {
            if (turns.tryAcquire(PATIENCE_FOR_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            throw new NotSent("too many calls to this network are waiting", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSent("the gateway is stopping", e);
        }
    }

    // A no is an answer: the network is there.
    private void judge(NetworkException e, long nanos) {
        if (e instanceof Refused) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else if (e instanceof Throttled throttled) {
            throttledUntil = System.nanoTime() + bounded(throttled.retryAfter()).toNanos();
            breaker.releasePermission();
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, e);
        }
    }

    private static Duration bounded(Duration pause) {
        if (pause == null || pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** The turn is over when the call has really ended, however long the caller waited. */
    private <T> Call<T> begin(Question<T> question, Runnable ended) throws NotSent, Retired {
        if (!gate.enter()) {
            ended.run();
            throw new Retired();
        }
        boolean started = false;
        try {
            Call<T> call =
                    start(
                            connector,
                            () -> {
                                try {
                                    return question.ask(network);
                                } finally {
                                    gate.leave();
                                    ended.run();
                                }
                            });
            started = true;
            return call;
        } finally {
            if (!started) {
                gate.leave();
                ended.run();
            }
        }
    }

    private static <T> Call<T> start(RunningConnector connector, Callable<T> work)
            throws NotSent, Retired {
        try {
            return connector.start(work);
        } catch (RejectedExecutionException e) {
            if (connector.isRetired()) {
                throw new Retired();
            }
            throw new NotSent("the connector is busy with too many calls", e);
        }
    }

    private static <T> T await(Call<T> call, Duration limit) throws NetworkException {
        try {
            return call.await(limit);
        } catch (TimeoutException e) {
            throw new OutcomeUnknown("no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknown("the gateway is stopping", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetworkException said) {
                throw said;
            }
            // Neither its message nor itself: it is the connector's, and may hold anything.
            String name = e.getCause().getClass().getName();
            LOG.log(Level.ERROR, "event=connector-failed error={0} at={1}", name, placeOf(e));
            throw new OutcomeUnknown("the connector failed with " + name, null);
        }
    }

    private static String placeOf(ExecutionException e) {
        StackTraceElement[] trace = e.getCause().getStackTrace();
        return trace.length == 0 ? "unknown" : trace[0].toString();
    }

    /** Lets no new call in, and closes the network when the last one has ended. */
    void retire() {
        gate.shut(this::closeOnConnectorsThread);
    }

    private void closeOnConnectorsThread() {
        try {
            connector.start(
                    () -> {
                        connector.detach(this);
                        close();
                        return null;
                    });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "event=network-closed-with-connector channel={0}", breaker);
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public void close() {
        isClosed = true;
        closed.accept(this);
        network.close();
    }
}
