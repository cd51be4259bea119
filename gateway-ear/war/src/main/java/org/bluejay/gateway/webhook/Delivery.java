package org.bluejay.gateway.webhook;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.EventView;

/**
 * A delivery that this node has leased, with all that is needed to send it.
 *
 * @param endpoint empty for an invoice's own receiver
 * @param attempts how many there have been
 * @param laneFailed whether the receiver's last answer was bad
 * @param lease when the lease ends, as the database wrote it: proof that it is still ours
 * @param deadline when the lease ends, in {@link System#nanoTime}
 * @param keys newest first; empty when they do not open, and nothing may be sent unsigned
 */
record Delivery(
        UUID id,
        UUID lane,
        Optional<UUID> endpoint,
        UUID orderKey,
        int attempts,
        boolean laneFailed,
        String lease,
        long deadline,
        URI url,
        Environment environment,
        List<SigningKey> keys,
        EventView event) {}
