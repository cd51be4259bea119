package org.bluejay.gateway.shopsync;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.bluejay.gateway.event.EventsReadable;
import org.bluejay.gateway.shared.BackgroundLoop;

/**
 * What this room does without being asked: it reads webhooks, tries granted keys, looks at orders,
 * and polls shops.
 */
@ApplicationScoped
public class ShopLoops {

    /** Each connection takes two at most, so that a shop that hangs leaves most to the others. */
    private static final int LOOKERS = 12;

    /** The same. */
    private static final int READERS = 6;

    private static final int POLLERS = 4;

    private static final int TRIERS = 2;

    /** Of the first of a kind, which wakes the others when there is something to do. */
    private static final Duration WATCH = Duration.ofSeconds(1);

    private static final Duration SLEEP = Duration.ofSeconds(30);

    @Inject ShopWebhooks webhooks;
    @Inject OrderSync sync;
    @Inject OrderPoller poller;
    @Inject OrderFanout fanout;
    @Inject PostedKeys keys;
    @Resource ManagedThreadFactory threads;

    private final List<BackgroundLoop> lookers = new CopyOnWriteArrayList<>();
    private final List<BackgroundLoop> pollers = new CopyOnWriteArrayList<>();
    private final List<BackgroundLoop> readers = new CopyOnWriteArrayList<>();
    private final List<BackgroundLoop> triers = new CopyOnWriteArrayList<>();

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(200) Object started) {
        startAll("shop-orders", LOOKERS, lookers, sync::syncNext);
        startAll("shop-polls", POLLERS, pollers, poller::pollNext);
        startAll("shop-webhooks", READERS, readers, this::readWebhooks);
        startAll("shop-keys", TRIERS, triers, keys::tryNext);
        keys.whenKept(() -> wakeAll(triers));
        webhooks.whenKept(() -> wakeAll(readers));
    }

    private void startAll(
            String name, int count, List<BackgroundLoop> loops, BooleanSupplier work) {
        for (int i = 0; i < count; i++) {
            Duration idle = i == 0 ? WATCH : SLEEP;
            loops.add(
                    BackgroundLoop.start(name + "-" + i, threads, () -> round(work, loops, idle)));
        }
    }

    void wake(@Observes EventsReadable readable) {
        if (fanout.markedSome()) {
            wakeAll(lookers);
        }
    }

    @PreDestroy
    void stop() {
        Stream.of(lookers, pollers, readers, triers)
                .flatMap(List::stream)
                .forEach(BackgroundLoop::close);
    }

    private boolean readWebhooks() {
        boolean read = webhooks.readNext();
        if (read) {
            wakeAll(lookers);
        }
        return read;
    }

    private static Duration round(
            BooleanSupplier work, List<BackgroundLoop> others, Duration idle) {
        if (!work.getAsBoolean()) {
            return idle;
        }
        // Where there is one there may be more.
        wakeAll(others);
        return Duration.ZERO;
    }

    private static void wakeAll(List<BackgroundLoop> loops) {
        loops.forEach(BackgroundLoop::wake);
    }
}
