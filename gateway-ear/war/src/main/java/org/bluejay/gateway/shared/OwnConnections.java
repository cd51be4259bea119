package org.bluejay.gateway.shared;

import java.time.Duration;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/** Connections outside the pools, for who keeps one of its own. */
public final class OwnConnections {

    private final BiFunction<String, Duration, DataSource> sources;

    OwnConnections(BiFunction<String, Duration, DataSource> sources) {
        this.sources = sources;
    }

    /**
     * @param purpose shown by the database as the application's name
     * @param patience how long one statement may take
     */
    public DataSource of(String purpose, Duration patience) {
        return sources.apply(purpose, patience);
    }
}
