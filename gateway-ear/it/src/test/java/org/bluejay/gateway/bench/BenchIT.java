package org.bluejay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.bluejay.gateway.it.Gateway;
import org.junit.jupiter.api.Test;

/** The benches still run. How fast is not asked here, where other tests run beside them. */
class BenchIT {

    @Test
    void benches_run_to_their_end() {
        Results results = new Results();
        try (Gateway gateway = Site.gateway("bench-smoke").start()) {
            assertThatCode(() -> Bench.measure(gateway, results, Effort.SMOKE))
                    .doesNotThrowAnyException();
        }
    }
}
