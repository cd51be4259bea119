package org.bluejay.gateway.source;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.bluejay.connector.Environment;
import org.bluejay.connector.network.Watches;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.Metrics;

/**
 * Gives every chain whose connector is there a reader of its own, so that none waits for another.
 */
@ApplicationScoped
public class Sources {

    private static final Duration LOOK = Duration.ofSeconds(2);

    @Inject Connectors connectors;
    @Inject SourceSettings settings;
    @Inject SourceContexts contexts;
    @Inject Positions positions;
    @Inject Instance<Sightings> sightings;
    @Inject SightingsAside aside;
    @Inject SourceStates states;
    @Inject Metrics metrics;
    @Inject Clock clock;
    @Resource ManagedThreadFactory threads;

    private final Map<SourceRef, BackgroundLoop> readers = new HashMap<>();
    private BackgroundLoop loop;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(200) Object started) {
        metrics.gauge(
                "bluejay_sightings_aside",
                "Transfers seen on chains that could not be taken over yet; anything but 0 wants a"
                        + " look at event=sighting-set-aside in the log",
                states::aside);
        loop = BackgroundLoop.start("sources", threads, this::round);
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
            readers.values().forEach(BackgroundLoop::close);
        }
    }

    private Duration round() {
        connectors.running().stream()
                .filter(connector -> connector.provider() instanceof Watches)
                .map(connector -> connector.descriptor().id())
                .forEach(this::welcome);
        states.look();
        return LOOK;
    }

    private void welcome(String network) {
        for (Environment environment : Environment.values()) {
            readers.computeIfAbsent(new SourceRef(network, environment), this::reader);
        }
    }

    private BackgroundLoop reader(SourceRef ref) {
        SourceReader reader =
                new SourceReader(
                        ref,
                        connectors,
                        settings,
                        contexts,
                        positions,
                        sightings.get(),
                        aside,
                        clock);
        return BackgroundLoop.start("source-" + ref, threads, reader::round, reader::leave);
    }
}
