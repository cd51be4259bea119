package org.bluejay.gateway.event;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.bluejay.gateway.event.EventLog.EventAppended;
import org.bluejay.gateway.event.NumberedEvents.Numbered;
import org.bluejay.gateway.shared.BackgroundLoop;
import org.bluejay.gateway.shared.WorkDatabase;

/** Keeps the numberer going: at once after a commit on this node, and soon after any other. */
@ApplicationScoped
public class EventNumbering {

    private static final Duration POLL = Duration.ofMillis(50);

    /** Each round is a commit of its own: while many commit, one round numbers for several. */
    private static final Duration APART = Duration.ofMillis(20);

    @Inject WorkDatabase database;
    @Inject jakarta.enterprise.event.Event<NumberedEvents> numbered;
    @Inject jakarta.enterprise.event.Event<EventsReadable> readable;
    @Resource ManagedThreadFactory threads;

    private volatile BackgroundLoop loop;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(100) Object started) {
        EventNumberer numberer = new EventNumberer(database, numbered::fire);
        loop = BackgroundLoop.start("event-numbering", threads, () -> round(numberer));
    }

    /** Lets the numberer look now. For who commits events by other ways than {@link EventLog}. */
    public void wake() {
        BackgroundLoop running = loop;
        if (running != null) {
            running.wake();
        }
    }

    void afterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventAppended event) {
        wake();
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    private Duration round(EventNumberer numberer) throws InterruptedException {
        List<Numbered> events = numberer.number();
        if (events.isEmpty()) {
            return POLL;
        }
        readable.fire(new EventsReadable(events.get(events.size() - 1).position()));
        if (events.size() == EventNumberer.BATCH) {
            return Duration.ZERO;
        }
        Thread.sleep(APART.toMillis());
        return POLL;
    }
}
