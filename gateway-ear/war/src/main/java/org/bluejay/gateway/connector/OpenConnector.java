package org.bluejay.gateway.connector;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Settings;

/**
 * A payment network or a shop, opened for one channel or connection with the settings it has now.
 * Its promise: whatever the connector does, the caller hears in limited time whether anything may
 * have been done.
 *
 * @param <C> what was opened
 * @param <E> how it fails
 */
public final class OpenConnector<C extends AutoCloseable, E extends Exception> {

    private static final System.Logger LOG = System.getLogger(OpenConnector.class.getName());

    private static final Duration OPENING = Duration.ofSeconds(5);

    private final Running connector;
    private final UUID id;
    private final long version;
    private final C opened;
    private final Failures<E> failures;
    private final Consumer<OpenConnector<C, E>> closed;
    private final Restraint<E> restraint;
    private final Gate gate = new Gate();
    private final AutoCloseable closing = this::close;
    private volatile boolean isClosed;

    /** What is asked of the connector. */
    @FunctionalInterface
    public interface Question<C, T> {
        T ask(C opened) throws Exception;
    }

    /** It was closed before anything ran: to be asked again of what took its place. */
    public static final class Retired extends Exception {
        private Retired() {}
    }

    private OpenConnector(
            Opening<C> opening,
            C opened,
            Failures<E> failures,
            Consumer<OpenConnector<C, E>> closed) {
        this.connector = opening.connector();
        this.id = opening.id();
        this.version = opening.version();
        this.opened = opened;
        this.failures = failures;
        this.closed = closed;
        this.restraint = new Restraint<>(opening.id(), failures);
    }

    /**
     * @param closed is told when it was closed, so that nobody holds on to it
     */
    static <C extends AutoCloseable, E extends Exception> OpenConnector<C, E> open(
            Opening<C> opening, Failures<E> failures, Consumer<OpenConnector<C, E>> closed)
            throws E, Retired {
        Settings settings;
        try {
            settings = opening.settings().apply(opening.connector().settings());
        } catch (IllegalArgumentException e) {
            throw failures.notSent("the settings do not fit the installed connector", e);
        }
        ConnectorContext context = opening.context().get();
        Call<OpenConnector<C, E>> call =
                start(
                        opening.connector(),
                        failures,
                        () -> {
                            C opened = opening.open().apply(settings, context);
                            return attached(opening, opened, failures, closed);
                        });
        try {
            return await(call, OPENING, failures);
        } catch (Exception e) {
            // Whatever it was, nothing has been asked yet.
            throw failures.notSent(
                    "the " + failures.farSide() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static <C extends AutoCloseable, E extends Exception> OpenConnector<C, E> attached(
            Opening<C> opening,
            C opened,
            Failures<E> failures,
            Consumer<OpenConnector<C, E>> closed) {
        if (opened == null) {
            throw new IllegalStateException("the connector opened nothing");
        }
        OpenConnector<C, E> open = new OpenConnector<>(opening, opened, failures, closed);
        opening.connector().attach(open.closing);
        return open;
    }

    /** Whether this is what its channel or connection and its connector are now. */
    boolean fits(Opening<C> now) {
        return version >= now.version() && connector == now.connector() && !gate.isShut();
    }

    /** Whether the connector can do more than every one of its kind. */
    public boolean can(Class<?> capability) {
        return capability.isInstance(opened);
    }

    /**
     * Asks something that the connector answers out of itself, such as what a callback says.
     *
     * @throws E outcome unknown, when it answered null, threw something else or took too long
     */
    public <T> T ask(Question<C, T> question, Duration limit) throws E, Retired {
        return await(begin(question, () -> {}), limit, failures);
    }

    /**
     * Asks something that makes the connector call its far side: behind the breaker, and only so
     * many at a time.
     *
     * @throws E not sent, when the breaker is open or too many are waiting: nothing has run;
     *     outcome unknown, when it answered null, threw something else or took too long
     */
    public <T> T askOutside(Question<C, T> question, Duration limit) throws E, Retired {
        Call<T> call = beginOutside(question);
        long began = System.nanoTime();
        try {
            T answer = await(call, limit, failures);
            restraint.answered(System.nanoTime() - began);
            return answer;
        } catch (Exception e) {
            restraint.failed(e, System.nanoTime() - began);
            throw e;
        }
    }

    private <T> Call<T> beginOutside(Question<C, T> question) throws E, Retired {
        restraint.takeTurn();
        boolean begun = false;
        try {
            Call<T> call = begin(question, restraint::endTurn);
            begun = true;
            return call;
        } finally {
            if (!begun) {
                restraint.neverBegan();
            }
        }
    }

    /**
     * @param ended runs when the call has really ended, however long the caller waits for it
     */
    private <T> Call<T> begin(Question<C, T> question, Runnable ended) throws E, Retired {
        if (!gate.enter()) {
            ended.run();
            throw new Retired();
        }
        boolean started = false;
        try {
            Call<T> call =
                    start(
                            connector,
                            failures,
                            () -> {
                                try {
                                    return question.ask(opened);
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

    private static <T, E extends Exception> Call<T> start(
            Running connector, Failures<E> failures, Callable<T> work) throws E, Retired {
        try {
            return connector.start(work);
        } catch (RejectedExecutionException e) {
            if (connector.isRetired()) {
                throw new Retired();
            }
            throw failures.notSent("the connector is busy with too many calls", e);
        }
    }

    private static <T, E extends Exception> T await(
            Call<T> call, Duration limit, Failures<E> failures) throws E {
        T answer;
        try {
            answer = call.await(limit);
        } catch (TimeoutException e) {
            throw failures.outcomeUnknown("no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.outcomeUnknown("the gateway is stopping", e);
        } catch (ExecutionException e) {
            throw heard(e.getCause(), failures);
        }
        if (answer == null) {
            throw failures.outcomeUnknown("the connector answered nothing", null);
        }
        return answer;
    }

    private static <E extends Exception> E heard(Throwable thrown, Failures<E> failures) {
        if (!failures.type().isInstance(thrown)) {
            // Neither its message nor itself: it is the connector's, and may hold anything.
            String name = thrown.getClass().getName();
            LOG.log(Level.ERROR, "event=connector-failed error={0} at={1}", name, placeOf(thrown));
            return failures.outcomeUnknown("the connector failed with " + name, null);
        }
        // One that wants a pause says for how long, from here on.
        E said = failures.type().cast(thrown);
        if (!failures.isThrottled(said)) {
            return said;
        }
        Duration pause = failures.retryAfter(said);
        return pause == null || pause.isNegative()
                ? failures.throttled(said.getMessage(), Duration.ZERO)
                : said;
    }

    private static String placeOf(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "unknown" : trace[0].toString();
    }

    /** Lets no new call in, and closes what was opened when the last one has ended. */
    void retire() {
        gate.shut(this::closeOnConnectorsThread);
    }

    private void closeOnConnectorsThread() {
        try {
            connector.start(
                    () -> {
                        connector.detach(closing);
                        close();
                        return null;
                    });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "event=closed-with-connector id={0}", id);
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    private void close() throws Exception {
        isClosed = true;
        closed.accept(this);
        opened.close();
    }
}
