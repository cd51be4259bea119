package org.bluejay.shop.vendure.connector;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bluejay.connector.shop.ShopException;

/**
 * How many decimals the server's whole units have. Asked for once a minute and not with each order:
 * Vendure checks an API key anew for every field at the root of a question, and takes a third of a
 * second for it.
 */
final class Precision {

    private static final Duration HOLDS = Duration.ofMinutes(1);

    private final AdminApi api;
    private final Clock clock;
    private volatile Known known = new Known(0, Instant.MIN);

    private record Known(int decimals, Instant until) {}

    Precision(AdminApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    int decimals() throws ShopException {
        Known last = known;
        Instant now = clock.instant();
        if (now.isBefore(last.until())) {
            return last.decimals();
        }
        int decimals = Order.decimalsOf(api.ask(Documents.GREETING, Json.object()));
        known = new Known(decimals, now.plus(HOLDS));
        return decimals;
    }
}
