package org.bluejay.gateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is compared, round by round: each round runs both, one right after the other, so that
 * whatever else the machine does meets both.
 */
final class Ratios {

    private final List<Double> all = new ArrayList<>();

    void add(double ratio) {
        all.add(ratio);
    }

    double median() {
        List<Double> sorted = all.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Median, and the least and the most of all rounds. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f–%.2f)",
                median(),
                all.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                all.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }
}
