package org.bluejay.gateway.source;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Health;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Source.Reading;
import org.bluejay.connector.network.Source.Watched;
import org.bluejay.connector.network.Watches;
import org.bluejay.gateway.connector.RunningConnector;

/** A source, opened once for as long as its connector and its settings stay. */
final class OpenSource {

    /** Shorter than the lease, so that no other node reads the same meanwhile. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration SHORT = Duration.ofSeconds(6);

    private final RunningConnector connector;
    private final Source source;

    private OpenSource(RunningConnector connector, Source source) {
        this.connector = connector;
        this.source = source;
    }

    static OpenSource open(RunningConnector connector, Settings settings, ConnectorContext context)
            throws NetworkException, InterruptedException {
        return call(
                connector,
                () -> {
                    Source opened = ((Watches) connector.provider()).openSource(settings, context);
                    connector.attach(opened);
                    return new OpenSource(connector, opened);
                },
                SHORT);
    }

    boolean isOf(RunningConnector running) {
        return connector == running && !connector.isRetired();
    }

    /**
     * @throws NetworkException when there was no reliable answer; nothing has been read
     */
    Reading read(String position, Watched watched) throws NetworkException, InterruptedException {
        return call(connector, () -> source.read(position, watched), LIMIT);
    }

    Duration pause() throws NetworkException, InterruptedException {
        return call(connector, source::pause, SHORT);
    }

    Health health() throws NetworkException, InterruptedException {
        return call(connector, source::health, SHORT);
    }

    private static <T> T call(RunningConnector connector, Callable<T> work, Duration limit)
            throws NetworkException, InterruptedException {
        try {
            T answer = connector.start(work).await(limit);
            if (answer == null) {
                throw new OutcomeUnknown("the connector answered nothing", null);
            }
            return answer;
        } catch (RejectedExecutionException e) {
            throw new NotSent("the connector is busy or being replaced", e);
        } catch (TimeoutException e) {
            throw new OutcomeUnknown("no answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetworkException said) {
                throw said;
            }
            // Not the exception itself: it is the connector's, and may hold anything.
            throw new OutcomeUnknown(
                    "the connector failed with " + e.getCause().getClass().getName(), null);
        }
    }
}
