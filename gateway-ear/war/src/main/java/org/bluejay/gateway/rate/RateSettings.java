package org.bluejay.gateway.rate;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bluejay.connector.Http;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the operator wants of rates, checked once: a mistake in it keeps the gateway from starting.
 */
@ApplicationScoped
class RateSettings {

    /** Each is a question every half minute, to somebody who gives the answers away. */
    private static final int MOST_PAIRS = 30;

    private static final BigDecimal WIDEST_SPREAD = new BigDecimal("0.25");

    @Inject Clock clock;

    @Inject
    @ConfigProperty(name = "bluejay.rates.fixed")
    Optional<String> fixed;

    @Inject
    @ConfigProperty(name = "bluejay.rates.sources")
    Optional<String> sources;

    @Inject
    @ConfigProperty(name = "bluejay.rates.pairs", defaultValue = "BTC/USD,LTC/USD,ETH/USD,USDT/USD")
    String pairs;

    @Inject
    @ConfigProperty(name = "bluejay.rates.kraken.url", defaultValue = "https://api.kraken.com")
    String krakenUrl;

    @Inject
    @ConfigProperty(
            name = "bluejay.rates.coingecko.url",
            defaultValue = "https://api.coingecko.com")
    String coinGeckoUrl;

    @Inject
    @ConfigProperty(name = "bluejay.rates.refresh", defaultValue = "PT30S")
    Duration refresh;

    @Inject
    @ConfigProperty(name = "bluejay.rates.max-age", defaultValue = "PT10M")
    Duration maxAge;

    @Inject
    @ConfigProperty(name = "bluejay.rates.spread", defaultValue = "0.01")
    String spread;

    private OperatorRates entered;
    private List<String> polled;
    private Set<Pair> polledPairs;
    private BigDecimal takenOff;

    @PostConstruct
    void check() {
        entered = read("fixed", () -> new OperatorRates(fixed.orElse(""), clock));
        polled = read("sources", () -> names(sources.orElse("")));
        polledPairs = polled.isEmpty() ? Set.of() : read("pairs", () -> pairs(pairs));
        takenOff = read("spread", () -> spread(spread));
        read("refresh", () -> positive(refresh, "PT30S"));
        read("max-age", () -> positive(maxAge, "PT10M"));
    }

    private static <T> T read(String setting, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "bluejay.rates." + setting + ": " + e.getMessage(), e);
        }
    }

    private static List<String> names(String text) {
        List<String> names = words(text);
        for (String name : names) {
            if (!name.equals(Kraken.NAME) && !name.equals(CoinGecko.NAME)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is not a source; there are kraken and coingecko");
            }
        }
        return names;
    }

    private static Set<Pair> pairs(String text) {
        Set<Pair> pairs = new LinkedHashSet<>();
        words(text).forEach(word -> pairs.add(Pair.parse(word)));
        if (pairs.size() > MOST_PAIRS) {
            throw new IllegalArgumentException(
                    pairs.size() + " pairs are too many; at most " + MOST_PAIRS + " are asked for");
        }
        return pairs;
    }

    private static BigDecimal spread(String text) {
        BigDecimal value = Price.figure(text.strip());
        if (value.compareTo(WIDEST_SPREAD) > 0) {
            throw new IllegalArgumentException(
                    "must be from 0 to " + WIDEST_SPREAD + ", such as 0.01 for one in a hundred");
        }
        return value;
    }

    private static Duration positive(Duration value, String example) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "must be at least a second, such as " + example + ", not " + value);
        }
        return value;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** How long a source is left alone after an answer. */
    Duration refresh() {
        return refresh;
    }

    /** How old a polled price may be. */
    Duration maxAge() {
        return maxAge;
    }

    OperatorRates entered() {
        return entered;
    }

    /** Names of the public sources that are asked, the most trusted first. */
    List<String> polled() {
        return polled;
    }

    /** What they are asked for. */
    Set<Pair> polledPairs() {
        return polledPairs;
    }

    /** Which part of each rate is taken off. */
    BigDecimal takenOff() {
        return takenOff;
    }

    /** The public sources that are asked, by that way out. */
    List<RateSource> sources(Http http) {
        return polled.stream()
                .<RateSource>map(
                        name ->
                                name.equals(Kraken.NAME)
                                        ? new Kraken(http, krakenUrl, clock)
                                        : new CoinGecko(http, coinGeckoUrl, clock))
                .toList();
    }
}
