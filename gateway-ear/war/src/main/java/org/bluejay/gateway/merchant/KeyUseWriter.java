package org.bluejay.gateway.merchant;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.bluejay.gateway.shared.BackgroundLoop;

/** Writes the use of keys behind every few seconds, and what is left when the gateway stops. */
@ApplicationScoped
public class KeyUseWriter {

    private static final Duration EVERY = Duration.ofSeconds(5);

    @Resource ManagedThreadFactory threads;
    @Inject KeyUse use;

    private BackgroundLoop loop;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(100) Object started) {
        loop =
                BackgroundLoop.start(
                        "key-use",
                        threads,
                        () -> {
                            use.flush();
                            return EVERY;
                        },
                        use::flush);
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }
}
