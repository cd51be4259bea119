package org.bluejay.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StrayLimitTest {

    AtomicLong nanos = new AtomicLong();
    StrayLimit limit = new StrayLimit(nanos::get);

    @Test
    void a_hundred_at_once_and_a_thousand_an_hour() {
        assertThat(admittedOf(500)).isEqualTo(100);
        nanos.addAndGet(Duration.ofMinutes(3).toNanos());
        assertThat(admittedOf(500)).isEqualTo(50);
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(admittedOf(500)).isEqualTo(100);
    }

    private long admittedOf(int asked) {
        long admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += limit.admits() ? 1 : 0;
        }
        return admitted;
    }
}
