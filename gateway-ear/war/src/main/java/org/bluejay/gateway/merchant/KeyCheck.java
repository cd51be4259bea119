package org.bluejay.gateway.merchant;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
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

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject OwnConnections connections;

    private KeyLookup lookup;
    private GroupRead<ByteBuffer, KnownKey> keys;

    @PostConstruct
    void start() {
        lookup = new KeyLookup(connections.of("key-lookup", PATIENCE));
        keys = new GroupRead<>(lookup::read, MOST_AT_ONCE);
    }

    /** The key that a caller sent, if there is such a key and its change has been committed. */
    public Optional<KnownKey> find(String text) {
        return KeyText.parse(text).flatMap(key -> keys.get(ByteBuffer.wrap(key.hash())));
    }

    @PreDestroy
    void stop() {
        lookup.close();
    }
}
