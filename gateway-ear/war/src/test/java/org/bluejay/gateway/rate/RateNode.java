package org.bluejay.gateway.rate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.bluejay.connector.Http;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.Wiring;
import org.bluejay.gateway.shared.WorkDatabase;

/** This room on one node, over a real database; several nodes may share one. */
final class RateNode {

    final RateSettings settings;
    final Rates rates;
    final RatePoller poller;
    private final List<RateSource> sources;

    /**
     * @param wanted settings by the end of their name; the others are as they come
     */
    RateNode(DataSource database, Clock clock, StandIn standIn, Map<String, String> wanted) {
        Wiring wiring =
                wiring(clock, standIn.url(), wanted)
                        .lend(Database.class, new Database(Platform.jdbi(database)))
                        .lend(WorkDatabase.class, new WorkDatabase(Platform.jdbi(database)))
                        .lend(Http.class, standIn.http());
        settings = checked(wiring);
        rates = wiring.get(Rates.class);
        poller = wiring.get(RatePoller.class);
        sources = settings.sources(standIn.http());
    }

    static RateSettings settings(Clock clock, String url, Map<String, String> wanted) {
        return checked(wiring(clock, url, wanted));
    }

    private static RateSettings checked(Wiring wiring) {
        RateSettings settings = wiring.get(RateSettings.class);
        settings.check();
        return settings;
    }

    private static Wiring wiring(Clock clock, String url, Map<String, String> wanted) {
        return new Wiring()
                .lend(Clock.class, clock)
                .set("bluejay.rates.fixed", Optional.ofNullable(wanted.get("fixed")))
                .set("bluejay.rates.sources", Optional.ofNullable(wanted.get("sources")))
                .set(
                        "bluejay.rates.pairs",
                        wanted.getOrDefault("pairs", "BTC/USD,LTC/USD,ETH/USD,USDT/USD"))
                .set("bluejay.rates.kraken.url", url)
                .set("bluejay.rates.coingecko.url", url)
                .set(
                        "bluejay.rates.refresh",
                        Duration.parse(wanted.getOrDefault("refresh", "PT30S")))
                .set(
                        "bluejay.rates.max-age",
                        Duration.parse(wanted.getOrDefault("max-age", "PT10M")))
                .set("bluejay.rates.spread", wanted.getOrDefault("spread", "0.01"));
    }

    Duration round() {
        return poller.round(sources);
    }
}
