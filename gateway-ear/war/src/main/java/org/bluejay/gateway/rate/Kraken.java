package org.bluejay.gateway.rate;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.Http;

/**
 * Best bid and ask of Kraken's public ticker. Each pair is asked for by itself: the answer names
 * pairs in its own way, and one that Kraken does not trade would spoil the answer for all.
 */
final class Kraken implements RateSource {

    static final String NAME = "kraken";

    private static final System.Logger LOG = System.getLogger(Kraken.class.getName());

    /** Where its symbols are not everybody's. */
    private static final Map<String, String> OWN_SYMBOLS = Map.of("BTC", "XBT", "DOGE", "XDG");

    private final Http http;
    private final String url;
    private final Clock clock;

    /**
     * @param url scheme and host, such as {@code https://api.kraken.com}
     */
    Kraken(Http http, String url, Clock clock) {
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
        List<Price> found = new ArrayList<>();
        SourceFailure last = null;
        for (Pair pair : wanted) {
            try {
                found.add(price(pair));
            } catch (SourceFailure e) {
                LOG.log(
                        Level.INFO,
                        "event=price-not-had source={0} pair={1} cause={2}",
                        NAME,
                        pair,
                        e.getMessage());
                last = e;
                if (e.retryAfter().isPresent()) {
                    break;
                }
            }
        }
        if (found.isEmpty() && last != null) {
            throw last;
        }
        return found;
    }

    private Price price(Pair pair) throws SourceFailure {
        URI uri = URI.create(url + "/0/public/Ticker?pair=" + own(pair.base()) + own(pair.quote()));
        JsonNode answer = PublicAnswer.get(http, uri);
        JsonNode errors = answer.path("error");
        if (!errors.isEmpty()) {
            String error = errors.path(0).asText();
            throw new SourceFailure(
                    "said " + error.substring(0, Math.min(80, error.length())),
                    error.contains("Rate limit") ? Duration.ofMinutes(1) : null);
        }
        JsonNode result = answer.path("result");
        if (result.size() != 1) {
            throw new SourceFailure(
                    "told of " + result.size() + " pairs instead of one", (Duration) null);
        }
        JsonNode ticker = result.elements().next();
        try {
            return new Price(
                    pair,
                    NAME,
                    PublicAnswer.figure(ticker.path("b").path(0)),
                    PublicAnswer.figure(ticker.path("a").path(0)),
                    clock.instant());
        } catch (IllegalArgumentException e) {
            throw new SourceFailure(e.getMessage(), e);
        }
    }

    private static String own(String symbol) {
        return OWN_SYMBOLS.getOrDefault(symbol, symbol);
    }
}
