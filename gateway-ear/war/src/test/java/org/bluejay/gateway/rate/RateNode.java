package org.bluejay.gateway.rate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.bluejay.gateway.currency.Currencies;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.WorkDatabase;

/** This room on one node, over a real database; several nodes may share one. */
final class RateNode {

    final RateSettings settings;
    final Rates rates = new Rates();
    final RatePoller poller = new RatePoller();
    private final List<RateSource> sources;

    /**
     * @param wanted settings by the end of their name; the others are as they come
     */
    RateNode(DataSource database, Clock clock, StandIn standIn, Map<String, String> wanted) {
        settings = settings(clock, standIn.url(), wanted);
        sources = settings.sources(standIn.http());
        rates.settings = settings;
        rates.currencies = new Currencies();
        rates.database = new Database(Platform.jdbi(database));
        rates.clock = clock;
        poller.settings = settings;
        poller.work = new WorkDatabase(Platform.jdbi(database));
        poller.http = standIn.http();
    }

    static RateSettings settings(Clock clock, String url, Map<String, String> wanted) {
        RateSettings settings = new RateSettings();
        settings.clock = clock;
        settings.fixed = Optional.ofNullable(wanted.get("fixed"));
        settings.sources = Optional.ofNullable(wanted.get("sources"));
        settings.pairs = wanted.getOrDefault("pairs", "BTC/USD,LTC/USD,ETH/USD,USDT/USD");
        settings.krakenUrl = url;
        settings.coinGeckoUrl = url;
        settings.refresh = Duration.parse(wanted.getOrDefault("refresh", "PT30S"));
        settings.maxAge = Duration.parse(wanted.getOrDefault("max-age", "PT10M"));
        settings.spread = wanted.getOrDefault("spread", "0.01");
        settings.check();
        return settings;
    }

    Duration round() {
        return poller.round(sources);
    }
}
