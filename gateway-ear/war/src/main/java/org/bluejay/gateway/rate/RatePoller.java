package org.bluejay.gateway.rate;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.Http;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * Asks the public sources at their pace and keeps what they say. Of many nodes one asks a source at
 * a time, outside any transaction; a source that fails is asked less and less often.
 */
@ApplicationScoped
class RatePoller {

    private static final System.Logger LOG = System.getLogger(RatePoller.class.getName());
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);

    /** Half of the usual age at which prices stop to serve. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** A source may ask to be left alone for so long. */
    private static final Duration LONGEST_BAN = Duration.ofHours(1);

    private static final int DOUBLINGS = 5;

    @Inject RateSettings settings;
    @Inject WorkDatabase work;
    @Inject Http http;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;

    void start(@Observes @Priority(100) @Initialized(ApplicationScoped.class) Object started) {
        List<RateSource> sources = settings.sources(http);
        if (!sources.isEmpty()) {
            loop = BackgroundLoop.start("rates", threads, () -> round(sources));
        }
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    /** Asks every source that is due and that no other node is asking. */
    Duration round(List<RateSource> sources) {
        for (RateSource source : sources) {
            Optional<Integer> failures =
                    work.inTransaction(handle -> RateStore.take(handle, source.name()));
            failures.ifPresent(before -> poll(source, before));
        }
        return settings.refresh().compareTo(LONGEST_REST) < 0 ? settings.refresh() : LONGEST_REST;
    }

    private void poll(RateSource source, int failuresBefore) {
        try {
            List<Price> prices = source.prices(settings.polledPairs());
            work.useTransaction(
                    handle -> {
                        RateStore.keep(handle, prices);
                        RateStore.giveBack(handle, source.name(), settings.refresh(), 0);
                    });
        } catch (SourceFailure e) {
            int failures = failuresBefore + 1;
            Duration pause = pause(e, failures);
            LOG.log(
                    Level.WARNING,
                    "event=rates-not-had source={0} failures={1} pause={2} cause={3}",
                    source.name(),
                    failures,
                    pause,
                    e.getMessage());
            work.useTransaction(
                    handle -> RateStore.giveBack(handle, source.name(), pause, failures));
        }
    }

    private Duration pause(SourceFailure failure, int failures) {
        Duration own = settings.refresh().multipliedBy(1L << Math.min(failures, DOUBLINGS));
        Duration patient = own.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : own;
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        Duration granted = asked.compareTo(LONGEST_BAN) > 0 ? LONGEST_BAN : asked;
        return granted.compareTo(patient) > 0 ? granted : patient;
    }
}
