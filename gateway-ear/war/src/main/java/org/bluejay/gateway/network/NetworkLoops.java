package org.bluejay.gateway.network;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.gateway.shared.BackgroundLoop;

/** What this room does without being asked: it reads callbacks and welcomes new connectors. */
@ApplicationScoped
public class NetworkLoops {

    /** Each channel takes two at most, so that one that hangs leaves most to the others. */
    private static final int READERS = 8;

    private static final Duration POLL = Duration.ofSeconds(2);

    @Inject CallbackReader reader;
    @Inject SandboxChannels sandbox;
    @Resource ManagedThreadFactory threads;

    private final List<BackgroundLoop> loops = new ArrayList<>();

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(200) Object started) {
        loops.add(BackgroundLoop.start("connector-arrivals", threads, this::welcomeConnectors));
        for (int i = 0; i < READERS; i++) {
            BackgroundLoop loop = BackgroundLoop.start("callbacks-" + i, threads, this::read);
            reader.whenKept(loop::wake);
            loops.add(loop);
        }
    }

    @PreDestroy
    void stop() {
        loops.forEach(BackgroundLoop::close);
    }

    private Duration read() {
        return reader.readNext() ? Duration.ZERO : POLL;
    }

    private Duration welcomeConnectors() {
        sandbox.welcomeConnector();
        if (reader.welcomeNewConnectors()) {
            reader.ring();
        }
        return POLL;
    }
}
