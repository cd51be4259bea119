package org.bluejay.connector.tck;

import java.net.URI;
import java.time.Clock;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;

/**
 * All that a connector under test can reach of its host.
 *
 * @param publicUrl without a trailing slash
 */
public record TckContext(
        Environment environment,
        Clock clock,
        Http http,
        DurableStore store,
        DurableStore common,
        URI publicUrl)
        implements ConnectorContext {

    /** Where the gateway of the tests would be reached; nobody answers there. */
    public static final URI PUBLIC_URL = URI.create("https://pay.example.test");

    /** A sandbox channel with a stopped clock and an empty store. */
    public static TckContext with(Http http) {
        return new TckContext(
                Environment.SANDBOX,
                new StoppedClock(),
                http,
                new MemoryStore(),
                new MemoryStore(),
                PUBLIC_URL);
    }
}
