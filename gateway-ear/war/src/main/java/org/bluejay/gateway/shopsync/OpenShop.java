package org.bluejay.gateway.shopsync;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;
import org.bluejay.gateway.connector.Call;
import org.bluejay.gateway.connector.Gate;
import org.bluejay.gateway.connector.RunningShopConnector;

/**
 * A shop, opened for one connection with the settings it has now. Its promise: whatever the
 * connector does, the caller hears in limited time whether the order may have changed.
 */
final class OpenShop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OpenShop.class.getName());

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

    private final RunningShopConnector connector;
    private final long version;
    private final ShopConnector shop;
    private final CircuitBreaker breaker;
    private final Gate gate = new Gate();
    private volatile long throttledUntil = System.nanoTime();

    /** What is asked of the connector. */
    @FunctionalInterface
    interface Question<T> {
        T ask(ShopConnector shop) throws Exception;
    }

    private OpenShop(RunningShopConnector connector, Connection connection, ShopConnector shop) {
        this.connector = connector;
        this.version = connection.version();
        this.shop = shop;
        this.breaker = CircuitBreaker.of(connection.id().toString(), BREAKER);
    }

    static OpenShop open(
            RunningShopConnector connector, Connection connection, ConnectorContext context)
            throws ShopException {
        Settings settings;
        try {
            settings = connection.settings(connector.settings());
        } catch (IllegalArgumentException e) {
            throw new NotSent("the connection's settings do not fit the installed connector", e);
        }
        try {
            return await(
                    start(
                            connector,
                            () -> {
                                ShopConnector shop = connector.provider().open(settings, context);
                                OpenShop open = new OpenShop(connector, connection, shop);
                                connector.attach(open);
                                return open;
                            }),
                    OPENING);
        } catch (OutcomeUnknown e) {
            throw new NotSent("the shop cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Whether this is what the connection and its connector are now. */
    boolean fits(Connection connection, RunningShopConnector running) {
        return version >= connection.version() && connector == running && !gate.isShut();
    }

    boolean can(Class<?> capability) {
        return capability.isInstance(shop);
    }

    /**
     * Asks something that the connector answers out of itself, such as what a webhook says.
     *
     * @throws OutcomeUnknown when it threw something else, or took too long
     */
    <T> T ask(Question<T> question, Duration limit) throws ShopException {
        return await(begin(question), limit);
    }

    /**
     * Asks something that makes the connector call its shop: behind the connection's breaker.
     *
     * @throws NotSent when the breaker is open: nothing has run
     * @throws OutcomeUnknown when it threw something else, or took too long
     */
    <T> T askOutside(Question<T> question, Duration limit) throws ShopException {
        long throttled = throttledUntil - System.nanoTime();
        if (throttled > 0) {
            throw new Throttled("the shop asked for a pause", Duration.ofNanos(throttled));
        }
        if (!breaker.tryAcquirePermission()) {
            throw new NotSent("the shop failed too often and is left alone for a moment", null);
        }
        long began = System.nanoTime();
        try {
            T answer = ask(question, limit);
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return answer;
        } catch (ShopException e) {
            judge(e, System.nanoTime() - began);
            throw e;
        }
    }

    // A no is an answer: the shop is there.
    private void judge(ShopException e, long nanos) {
        if (e instanceof Rejected || e instanceof ShopException.NeedsReconnect) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else if (e instanceof Throttled throttled) {
            Duration pause = throttled.retryAfter();
            Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            throttledUntil = System.nanoTime() + bounded.toNanos();
            breaker.releasePermission();
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, e);
        }
    }

    private <T> Call<T> begin(Question<T> question) throws NotSent {
        if (!gate.enter()) {
            throw new NotSent("the connector is being replaced", null);
        }
        boolean started = false;
        try {
            Call<T> call =
                    start(
                            connector,
                            () -> {
                                try {
                                    return question.ask(shop);
                                } finally {
                                    gate.leave();
                                }
                            });
            started = true;
            return call;
        } finally {
            if (!started) {
                gate.leave();
            }
        }
    }

    private static <T> Call<T> start(RunningShopConnector connector, Callable<T> work)
            throws NotSent {
        try {
            return connector.start(work);
        } catch (RejectedExecutionException e) {
            throw new NotSent("the connector is busy or being replaced", e);
        }
    }

    private static <T> T await(Call<T> call, Duration limit) throws ShopException {
        try {
            T answer = call.await(limit);
            if (answer == null) {
                throw new OutcomeUnknown("the connector answered nothing", null);
            }
            return answer;
        } catch (TimeoutException e) {
            throw new OutcomeUnknown("no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknown("the gateway is stopping", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ShopException said) {
                throw said;
            }
            // Neither its message nor itself: it is the connector's, and may hold anything.
            String name = e.getCause().getClass().getName();
            StackTraceElement[] trace = e.getCause().getStackTrace();
            Object place = trace.length == 0 ? "unknown" : trace[0];
            LOG.log(Level.ERROR, "event=connector-failed error={0} at={1}", name, place);
            throw new OutcomeUnknown("the connector failed with " + name, null);
        }
    }

    /** Lets no new call in, and closes the shop when the last one has ended. */
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
            LOG.log(Level.DEBUG, "event=shop-closed-with-connector connection={0}", breaker);
        }
    }

    @Override
    public void close() {
        shop.close();
    }
}
