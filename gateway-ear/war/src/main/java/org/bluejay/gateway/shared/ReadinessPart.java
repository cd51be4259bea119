package org.bluejay.gateway.shared;

import java.util.Optional;

/**
 * Something without which this node should get no requests. Every bean of this type is asked by
 * {@code /health/ready}; the answer must come at once.
 */
public interface ReadinessPart {

    /** A word for it, such as {@code connectors}. */
    String name();

    /** Why it is not ready, without secrets; empty when it is. */
    Optional<String> trouble();
}
