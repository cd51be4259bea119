package org.bluejay.gateway.rate;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rates that the operator has entered. They hold until they are changed, and have no age. */
final class OperatorRates implements RateSource {

    static final String NAME = "operator";

    private final Map<Pair, BigDecimal> values = new LinkedHashMap<>();
    private final Clock clock;

    /**
     * @param entered such as {@code LTC/USD=72.35,USD/KES=129.20}; empty for none
     * @throws IllegalArgumentException which says what is wrong with it
     */
    OperatorRates(String entered, Clock clock) {
        this.clock = clock;
        for (String entry : entered.split(",", -1)) {
            if (!entry.isBlank()) {
                add(entry);
            }
        }
    }

    private void add(String entry) {
        String[] pairAndValue = entry.split("=", -1);
        if (pairAndValue.length != 2) {
            throw new IllegalArgumentException(
                    "'" + entry.strip() + "' is not a rate such as LTC/USD=72.35");
        }
        Pair pair = Pair.parse(pairAndValue[0]);
        Price price = Price.of(pair, NAME, Price.figure(pairAndValue[1].strip()), clock.instant());
        if (values.containsKey(pair.inverse()) || values.put(pair, price.bid()) != null) {
            throw new IllegalArgumentException(pair + " is entered twice");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Price> prices(Set<Pair> wanted) {
        return values.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getKey()))
                .map(entry -> Price.of(entry.getKey(), NAME, entry.getValue(), clock.instant()))
                .toList();
    }

    Set<Pair> pairs() {
        return Set.copyOf(values.keySet());
    }
}
