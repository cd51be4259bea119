package org.bluejay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of the crash run; the bench does it a hundred times. */
class CrashIT {

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void loses_and_doubles_nothing_when_killed_three_times_under_load() throws Exception {
        CrashRun.Outcome outcome = new CrashRun(3, System.nanoTime()).run();
        assertThat(outcome.wrong()).as("%s", outcome).isEmpty();
        assertThat(outcome.answered()).as("%s", outcome).isGreaterThan(100);
    }
}
