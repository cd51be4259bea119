package org.bluejay.gateway.rate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.gateway.currency.Asset;
import org.bluejay.gateway.currency.Currencies;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Problem;

/**
 * What one unit is worth in another, now. Reads only: nobody outside is asked. Assets are priced by
 * their symbol, whichever chain they are on; time is the system's, in the sandbox too.
 */
@ApplicationScoped
public class Rates {

    private static final Duration COME_AGAIN = Duration.ofSeconds(30);

    @Inject RateSettings settings;
    @Inject Currencies currencies;
    @Inject Database database;
    @Inject Clock clock;

    /**
     * The rate at which a payer's money counts.
     *
     * @param from what is paid
     * @param to what it shall count as
     * @throws Problem 503 when there is no rate that is fresh and undisputed, which says why
     */
    public Rate of(CurrencyUnit from, CurrencyUnit to) {
        try {
            return reckon(from, to);
        } catch (Market.NoRate none) {
            throw Problem.of(
                            503,
                            "rate-unavailable",
                            "There is no rate right now",
                            none.getMessage())
                    .retryAfter(COME_AGAIN);
        }
    }

    /** The same; empty when there is none. */
    public Optional<Rate> current(CurrencyUnit from, CurrencyUnit to) {
        try {
            return Optional.of(reckon(from, to));
        } catch (Market.NoRate none) {
            return Optional.empty();
        }
    }

    /** Whether two units are the same thing, on whichever chain: nothing has to be exchanged. */
    public boolean areTheSame(CurrencyUnit one, CurrencyUnit other) {
        return symbol(one).equals(symbol(other));
    }

    /** Whether there is meant to be a rate, be there one now or not. */
    public boolean hasPath(CurrencyUnit from, CurrencyUnit to) {
        String given = symbol(from);
        String taken = symbol(to);
        return given.equals(taken)
                || isPriced(given, taken)
                || (isPriced(given, Market.BRIDGE) && isPriced(Market.BRIDGE, taken));
    }

    private boolean isPriced(String given, String taken) {
        Set<Pair> priced = new HashSet<>(settings.polledPairs());
        priced.addAll(settings.entered().pairs());
        return !given.equals(taken)
                && (priced.contains(new Pair(given, taken))
                        || priced.contains(new Pair(taken, given)));
    }

    private Rate reckon(CurrencyUnit from, CurrencyUnit to) throws Market.NoRate {
        Instant now = clock.instant();
        if (areTheSame(from, to)) {
            return Rate.ofTheSame(from, to, now);
        }
        Market market = new Market(prices(), now, settings.maxAge());
        Market.Sale sale = market.sale(symbol(from), symbol(to));
        BigDecimal kept = BigDecimal.ONE.subtract(settings.takenOff());
        BigDecimal value = sale.value().multiply(kept).setScale(Price.DECIMALS, RoundingMode.DOWN);
        if (value.signum() == 0) {
            throw new Market.NoRate(
                    "one "
                            + from
                            + " is too little to be counted in "
                            + to
                            + "; use a unit nearer to it");
        }
        return new Rate(from, to, value, sale.source(), settings.takenOff(), sale.asOf());
    }

    /** Of the sources that are in use now, in the order in which they are trusted. */
    private List<Price> prices() {
        OperatorRates operator = settings.entered();
        List<Price> prices = new ArrayList<>(operator.prices(operator.pairs()));
        if (!settings.polled().isEmpty()) {
            List<Price> stored = database.with(RateStore::prices);
            for (String source : settings.polled()) {
                stored.stream()
                        .filter(price -> price.source().equals(source))
                        .filter(price -> settings.polledPairs().contains(price.pair()))
                        .forEach(prices::add);
            }
        }
        return prices;
    }

    private String symbol(CurrencyUnit unit) {
        return currencies.asset(unit.code()).map(Asset::symbol).orElse(unit.code());
    }
}
