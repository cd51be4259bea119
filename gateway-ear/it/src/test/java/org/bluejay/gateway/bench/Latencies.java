package org.bluejay.gateway.bench;

import java.util.Arrays;

/** How long each of many requests took, to the microsecond. For one thread. */
final class Latencies {

    private int[] micros = new int[4096];
    private int count;

    void add(long nanos) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, 2 * count);
        }
        micros[count++] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, nanos / 1_000));
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.micros[i] * 1_000L);
        }
    }

    int count() {
        return count;
    }

    /**
     * @param share 0.5 for the median
     * @return milliseconds
     */
    double percentile(double share) {
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        int[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (share * count))] / 1_000.0;
    }
}
