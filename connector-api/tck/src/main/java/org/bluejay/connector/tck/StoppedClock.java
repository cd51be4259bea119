package org.bluejay.connector.tck;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class StoppedClock extends Clock {

    /**
     * Where a new clock stands: years from the time of any test run, so that a connector which
     * looks at another clock is found out.
     */
    public static final Instant START = Instant.parse("2031-05-06T09:00:00.123456Z");

    private final AtomicReference<Instant> now;

    public StoppedClock() {
        this(START);
    }

    public StoppedClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    public void advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    public void set(Instant to) {
        now.set(to);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
