package org.bluejay.gateway.merchant;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.bluejay.gateway.shared.GroupRead;
import org.bluejay.gateway.shared.OwnConnections;

/**
 * Finds the key of a request, and its shop's time. Asks the database each time, so that a
 * revocation holds from the next request on, on every node; requests that come at once are asked
 * for together, and what cannot be a key is not asked for.
 */
@ApplicationScoped
public class KeyCheck {

    private static final int MOST_AT_ONCE = 128;

    /** Of the server for one statement; who comes while it passes waits as long again. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject OwnConnections connections;
    @Inject Clock clock;

    private KeyLookup lookup;
    private GroupRead<ByteBuffer, KnownKey> keys;

    @PostConstruct
    void start() {
        lookup = new KeyLookup(connections.of("key-lookup", PATIENCE), clock);
        keys = new GroupRead<>(lookup::read, MOST_AT_ONCE);
    }

    /**
     * The key that a caller sent, as committed when it is asked for; empty when there is no such
     * key. A transaction of the caller's is not looked into.
     */
    public Optional<KnownKey> find(String text) {
        return KeyText.parse(text).flatMap(key -> keys.get(ByteBuffer.wrap(key.hash())));
    }

    @PreDestroy
    void stop() {
        lookup.close();
    }
}
