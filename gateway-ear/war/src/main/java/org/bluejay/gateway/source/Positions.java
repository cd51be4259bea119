package org.bluejay.gateway.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * How far each source has been read, and by which node it is being read. A lease is in the
 * database's time; only who holds it moves the position.
 */
@ApplicationScoped
class Positions {

    /** Longer than a reading may take, and short enough to be waited for after a node's death. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final String TAKE =
            """
            insert into source as held (network, environment, lease_owner, leased_until)
            values (:network, :environment, :node, now() + :lease)
            on conflict (network, environment) do update
                set lease_owner = excluded.lease_owner, leased_until = excluded.leased_until
                where held.lease_owner = excluded.lease_owner or held.leased_until < now()
            returning position\
            """;

    private static final String KEEP =
            """
            update source set leased_until = now() + :lease
            where network = :network and environment = :environment and lease_owner = :node\
            """;

    private static final String MOVE =
            """
            update source set position = :position, read_through_at = coalesce(:through, read_through_at),
                fault = '', leased_until = now() + :lease
            where network = :network and environment = :environment and lease_owner = :node\
            """;

    private static final String FAIL =
            """
            insert into source as held (network, environment, fault, lease_owner, leased_until)
            values (:network, :environment, :fault, :node, now() - interval '1 second')
            on conflict (network, environment) do update set fault = excluded.fault
                where held.lease_owner = excluded.lease_owner\
            """;

    private static final String LEAVE =
            """
            update source set leased_until = now() - interval '1 second'
            where network = :network and environment = :environment and lease_owner = :node\
            """;

    private final UUID node = Ids.next();

    @Inject WorkDatabase database;

    /**
     * Takes or keeps the source for this node.
     *
     * @return how far it has been read; empty while another node reads it
     */
    Optional<String> take(SourceRef source) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(TAKE)
                                .bind("network", source.network())
                                .bind("environment", source.environmentText())
                                .bind("node", node)
                                .bind("lease", LEASE)
                                .mapTo(String.class)
                                .findOne());
    }

    /**
     * Keeps the source for this node, whose taking over takes longer than a lease.
     *
     * @return false when another node has taken it meanwhile
     */
    boolean keep(SourceRef source) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(KEEP)
                                        .bind("network", source.network())
                                        .bind("environment", source.environmentText())
                                        .bind("node", node)
                                        .bind("lease", LEASE)
                                        .execute())
                == 1;
    }

    /**
     * Keeps how far the source has been read.
     *
     * @param through when the reading began, if there was nothing left to read
     * @return false when another node has taken it meanwhile
     */
    boolean move(SourceRef source, String position, Optional<Instant> through) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(MOVE)
                                        .bind("network", source.network())
                                        .bind("environment", source.environmentText())
                                        .bind("node", node)
                                        .bind("lease", LEASE)
                                        .bind("position", position)
                                        .bind("through", through.orElse(null))
                                        .execute())
                == 1;
    }

    /** Keeps why it could not be read, or not even be opened, for a person to see. */
    void fail(SourceRef source, String fault) {
        update(FAIL, source, fault);
    }

    /** Lets another node have it at once. */
    void leave(SourceRef source) {
        update(LEAVE, source, "");
    }

    private void update(String sql, SourceRef source, String fault) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(sql)
                                .bind("network", source.network())
                                .bind("environment", source.environmentText())
                                .bind("node", node)
                                .bind("fault", fault)
                                .execute());
    }
}
