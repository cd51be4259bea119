package org.bluejay.connector;

import java.net.URI;
import java.time.Clock;

/** All that a connector can reach of its host. Lent for one channel, from opening to closing. */
public interface ConnectorContext {

    /** Real money or not. */
    Environment environment();

    /** The time; in the sandbox, the shop's own clock. A connector takes it from nowhere else. */
    Clock clock();

    Http http();

    /** What this channel remembers. */
    DurableStore store();

    /**
     * Where payers and networks reach the gateway, without a trailing slash: {@code
     * https://pay.example.com}.
     */
    URI publicUrl();
}
