package org.bluejay.gateway.shared;

import java.time.Clock;
import java.time.Duration;

/**
 * A shop's own time. For live shops it is the system's; a sandbox shop's clock runs ahead by what
 * it was advanced.
 */
public final class ShopTime {

    private ShopTime() {}

    public static Clock of(Clock system, long offsetMillis) {
        return offsetMillis == 0 ? system : Clock.offset(system, Duration.ofMillis(offsetMillis));
    }
}
