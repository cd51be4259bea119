package org.bluejay.gateway.sandbox;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.bluejay.connector.network.Simulates.SimulatedCallback;
import org.bluejay.gateway.network.IntakeService;

/**
 * Brings a simulated network's callbacks to the gateway's own intake, or loses, doubles or delays
 * them. What it still carries is lost with the process, as with any network: the look-ups find out.
 */
@ApplicationScoped
class Courier {

    private static final System.Logger LOG = System.getLogger(Courier.class.getName());
    private static final Duration DELAY = Duration.ofSeconds(5);

    @Inject IntakeService intake;
    @Resource ManagedThreadFactory threads;

    private ScheduledExecutorService road;

    /** What becomes of callbacks on their way. */
    enum Fate {
        NORMAL,
        LOST,
        DUPLICATED,
        DELAYED;

        static Fate of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    @PostConstruct
    void open() {
        road = Executors.newSingleThreadScheduledExecutor(threads);
    }

    @PreDestroy
    void close() {
        road.shutdownNow();
    }

    void deliver(UUID channel, List<SimulatedCallback> callbacks, Fate fate) {
        for (SimulatedCallback simulated : callbacks) {
            switch (fate) {
                case NORMAL -> bring(channel, simulated, simulated.after());
                case DUPLICATED -> {
                    bring(channel, simulated, simulated.after());
                    bring(channel, simulated, simulated.after());
                }
                case DELAYED -> bring(channel, simulated, simulated.after().plus(DELAY));
                case LOST -> LOG.log(Level.DEBUG, "event=callback-lost channel={0}", channel);
            }
        }
    }

    private void bring(UUID channel, SimulatedCallback simulated, Duration after) {
        if (after.isZero()) {
            intake.receive(channel.toString(), simulated.callback());
        } else {
            ScheduledFuture<?> onItsWay =
                    road.schedule(
                            () -> arrive(channel, simulated),
                            after.toMillis(),
                            TimeUnit.MILLISECONDS);
            LOG.log(
                    Level.DEBUG,
                    "event=callback-on-its-way channel={0} done={1}",
                    channel,
                    onItsWay.isDone());
        }
    }

    private void arrive(UUID channel, SimulatedCallback simulated) {
        try {
            intake.receive(channel.toString(), simulated.callback());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "event=callback-lost channel=" + channel, e);
        }
    }
}
