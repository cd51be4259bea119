package org.bluejay.gateway.rate;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bluejay.connector.Http;

/**
 * Averages over many markets, by CoinGecko's simple price; one figure for both sides. It says
 * itself how old each is.
 */
final class CoinGecko implements RateSource {

    static final String NAME = "coingecko";

    private static final System.Logger LOG = System.getLogger(CoinGecko.class.getName());

    /** Symbols are not unique there; its own ids are. */
    private static final Map<String, String> IDS =
            Map.of(
                    "BTC", "bitcoin",
                    "LTC", "litecoin",
                    "ETH", "ethereum",
                    "BNB", "binancecoin",
                    "TRX", "tron",
                    "DOGE", "dogecoin",
                    "USDT", "tether",
                    "USDC", "usd-coin");

    private final Http http;
    private final String url;
    private final Clock clock;

    /**
     * @param url scheme and host, such as {@code https://api.coingecko.com}
     */
    CoinGecko(Http http, String url, Clock clock) {
        this.http = http;
        this.url = url;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Price> prices(Set<Pair> wanted) throws SourceFailure {
        List<Pair> known = wanted.stream().filter(pair -> IDS.containsKey(pair.base())).toList();
        if (known.isEmpty()) {
            return List.of();
        }
        JsonNode answer = PublicAnswer.get(http, question(known));
        List<Price> found = new ArrayList<>();
        IllegalArgumentException last = null;
        for (Pair pair : known) {
            try {
                found.add(price(pair, answer.path(IDS.get(pair.base()))));
            } catch (IllegalArgumentException e) {
                LOG.log(
                        Level.INFO,
                        "event=price-not-had source={0} pair={1} cause={2}",
                        NAME,
                        pair,
                        e.getMessage());
                last = e;
            }
        }
        if (found.isEmpty()) {
            throw new SourceFailure(last.getMessage(), last);
        }
        return found;
    }

    private URI question(List<Pair> pairs) {
        Set<String> ids = new TreeSet<>();
        Set<String> quotes = new TreeSet<>();
        for (Pair pair : pairs) {
            ids.add(IDS.get(pair.base()));
            quotes.add(pair.quote().toLowerCase(Locale.ROOT));
        }
        return URI.create(
                url
                        + "/api/v3/simple/price?ids="
                        + String.join(",", ids)
                        + "&vs_currencies="
                        + String.join(",", quotes)
                        + "&include_last_updated_at=true");
    }

    private Price price(Pair pair, JsonNode coin) {
        BigDecimal value = PublicAnswer.figure(coin.path(pair.quote().toLowerCase(Locale.ROOT)));
        JsonNode updated = coin.path("last_updated_at");
        if (!updated.isIntegralNumber() || !updated.canConvertToInt() || updated.intValue() < 0) {
            throw new IllegalArgumentException(pair + " comes without its time");
        }
        Instant asOf = Instant.ofEpochSecond(updated.intValue());
        Instant now = clock.instant();
        return Price.of(pair, NAME, value, asOf.isAfter(now) ? now : asOf);
    }
}
