package org.bluejay.gateway.rate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The last prices of all sources, and who is asking them now. */
final class RateStore {

    /** Longer than all questions to one source may take. */
    private static final Duration LEASE = Duration.ofMinutes(6);

    private static final String TAKE =
            """
            insert into rate_source as s (name, next_poll_at, leased_until) values (:name, now(), now() + :lease)
            on conflict (name) do update set leased_until = excluded.leased_until
            where s.next_poll_at <= now() and (s.leased_until is null or s.leased_until < now())
            returning s.failures\
            """;

    private static final String GIVE_BACK =
            """
            update rate_source set next_poll_at = now() + :pause, leased_until = null, failures = :failures
            where name = :name\
            """;

    /** A node whose lease ran out may come late with an older price. */
    private static final String KEEP =
            """
            insert into rate as r (base, quote, source, bid, ask, as_of)
            values (:base, :quote, :source, :bid, :ask, :asOf)
            on conflict (base, quote, source) do update
            set bid = excluded.bid, ask = excluded.ask, as_of = excluded.as_of
            where r.as_of <= excluded.as_of\
            """;

    private RateStore() {}

    /**
     * Takes a source for this node alone, if it is due and nobody has it.
     *
     * @return how often in a row it has failed before; empty when it is not for us now
     */
    static Optional<Integer> take(Handle handle, String source) {
        return handle.createQuery(TAKE)
                .bind("name", source)
                .bind("lease", LEASE)
                .mapTo(Integer.class)
                .findFirst();
    }

    static void giveBack(Handle handle, String source, Duration pause, int failures) {
        handle.createUpdate(GIVE_BACK)
                .bind("name", source)
                .bind("pause", pause)
                .bind("failures", failures)
                .execute();
    }

    static void keep(Handle handle, List<Price> prices) {
        for (Price price : prices) {
            handle.createUpdate(KEEP)
                    .bind("base", price.pair().base())
                    .bind("quote", price.pair().quote())
                    .bind("source", price.source())
                    .bind("bid", price.bid())
                    .bind("ask", price.ask())
                    .bind("asOf", OffsetDateTime.ofInstant(price.asOf(), ZoneOffset.UTC))
                    .execute();
        }
    }

    /** Old ones too. */
    static List<Price> prices(Handle handle) {
        return handle.createQuery("select * from rate order by base, quote, source")
                .map((row, context) -> price(row))
                .list();
    }

    private static Price price(ResultSet row) throws SQLException {
        return new Price(
                new Pair(row.getString("base"), row.getString("quote")),
                row.getString("source"),
                row.getBigDecimal("bid"),
                row.getBigDecimal("ask"),
                row.getObject("as_of", OffsetDateTime.class).toInstant());
    }
}
