package org.bluejay.gateway.shopsync;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.bluejay.gateway.event.EventsReadable;
import org.bluejay.gateway.shared.BackgroundLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What this room does without being asked: it reads webhooks, looks at orders, and polls shops. */
@ApplicationScoped
public class ShopLoops {

    /** Each connection takes two at most, so that a shop that hangs leaves most to the others. */
    private static final int LOOKERS = 12;

    private static final int READERS = 2;
    private static final int POLLERS = 4;
    private static final Duration POLL = Duration.ofSeconds(1);

    @Inject ShopWebhooks webhooks;
    @Inject OrderSync sync;
    @Inject OrderPoller poller;
    @Resource ManagedThreadFactory threads;

    private final List<BackgroundLoop> lookers = new CopyOnWriteArrayList<>();
    private final List<BackgroundLoop> others = new ArrayList<>();

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(200) Object started) {
        for (int i = 0; i < LOOKERS; i++) {
            lookers.add(
                    BackgroundLoop.start("shop-orders-" + i, threads, () -> rest(sync::syncNext)));
        }
        for (int i = 0; i < READERS; i++) {
            BackgroundLoop reader =
                    BackgroundLoop.start("shop-webhooks-" + i, threads, this::readWebhooks);
            webhooks.whenKept(reader::wake);
            others.add(reader);
        }
        for (int i = 0; i < POLLERS; i++) {
            others.add(
                    BackgroundLoop.start("shop-polls-" + i, threads, () -> rest(poller::pollNext)));
        }
    }

    void wake(@Observes EventsReadable readable) {
        lookers.forEach(BackgroundLoop::wake);
    }

    @PreDestroy
    void stop() {
        lookers.forEach(BackgroundLoop::close);
        others.forEach(BackgroundLoop::close);
    }

    private Duration readWebhooks() {
        int read = webhooks.readDue();
        if (read > 0) {
            lookers.forEach(BackgroundLoop::wake);
        }
        return read == ShopWebhooks.BATCH ? Duration.ZERO : POLL;
    }

    private static Duration rest(BooleanSupplier work) {
        return work.getAsBoolean() ? Duration.ZERO : POLL;
    }
}
