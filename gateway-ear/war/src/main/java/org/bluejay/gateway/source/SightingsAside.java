package org.bluejay.gateway.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.gateway.shared.StorableText;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Sightings that could not be taken over. Its promise: the newest of each transfer is kept until it
 * has been taken, so that none is lost and none stops the others of its chain.
 */
@ApplicationScoped
class SightingsAside {

    /** Tried again in one round: new sightings must not wait for long. */
    private static final int AT_ONCE = 20;

    private static final int LONGEST_FAULT = 500;

    private static final String KEEP =
            """
            insert into sighting_aside as held (network, environment, transfer_id, aliases, address, asset,
                asset_decimals, amount, state, provisional, occurred_at, evidence_at, next_try_at, fault)
            values (:network, :environment, :transfer, :aliases, :address, :asset,
                :decimals, :amount, :state, :provisional, :occurred, :evidence, now() + interval '2 seconds', :fault)
            on conflict (network, environment, transfer_id) do update
                set aliases = excluded.aliases, address = excluded.address, asset = excluded.asset,
                    asset_decimals = excluded.asset_decimals, amount = excluded.amount, state = excluded.state,
                    provisional = excluded.provisional, occurred_at = excluded.occurred_at,
                    evidence_at = excluded.evidence_at, fault = excluded.fault, tries = held.tries + 1,
                    next_try_at = now() + least(interval '15 minutes',
                        interval '2 seconds' * power(2, least(held.tries, 10)))
                where excluded.evidence_at >= held.evidence_at\
            """;

    private static final String DUE =
            """
            select * from (
                select a.*, row_number() over (partition by address order by next_try_at) as turn
                from sighting_aside a
                where network = :network and environment = :environment and next_try_at <= now()
            ) due
            order by turn, next_try_at limit :most\
            """;

    /** A newer one that was set aside meanwhile stays. */
    private static final String FORGET =
            """
            delete from sighting_aside
            where network = :network and environment = :environment and transfer_id = :transfer
              and evidence_at <= :evidence\
            """;

    @Inject WorkDatabase database;

    /**
     * Keeps sightings for later; one that is older than what is kept of its transfer is not.
     *
     * @param why they were not taken
     */
    void keep(SourceRef source, Collection<Sighting> some, String why) {
        database.useTransaction(
                handle -> {
                    PreparedBatch batch = handle.prepareBatch(KEEP);
                    some.forEach(sighting -> bind(batch, source, sighting, why));
                    batch.execute();
                });
    }

    private static void bind(PreparedBatch batch, SourceRef source, Sighting sighting, String why) {
        Transfer transfer = sighting.transfer();
        batch.bind("network", source.network())
                .bind("environment", source.environmentText())
                .bind("transfer", storable(transfer.networkId()))
                .bind("aliases", aliasesOf(transfer))
                .bind("address", storable(sighting.address()))
                .bind("asset", transfer.amount().currency().code())
                .bind("decimals", transfer.amount().currency().decimals())
                .bind("amount", transfer.amount().amount())
                .bind("state", transfer.state().name())
                .bind("provisional", transfer.provisional())
                .bind("occurred", transfer.occurredAt())
                .bind("evidence", transfer.evidenceAt())
                .bind("fault", StorableText.bounded(why, LONGEST_FAULT))
                .add();
    }

    /** Those whose time has come to be tried again; each address has its turn. */
    List<Sighting> due(SourceRef source) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(DUE)
                                .bind("network", source.network())
                                .bind("environment", source.environmentText())
                                .bind("most", AT_ONCE)
                                .map((row, context) -> sighting(row))
                                .list());
    }

    /** It has been taken over: older news of the same transfer must not come after it. */
    void forget(SourceRef source, Sighting sighting) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(FORGET)
                                .bind("network", source.network())
                                .bind("environment", source.environmentText())
                                .bind("transfer", storable(sighting.transfer().networkId()))
                                .bind("evidence", sighting.transfer().evidenceAt())
                                .execute());
    }

    private static Sighting sighting(ResultSet row) throws SQLException {
        CurrencyUnit unit = new CurrencyUnit(row.getString("asset"), row.getInt("asset_decimals"));
        return new Sighting(
                row.getString("address"),
                new Transfer(
                        row.getString("transfer_id"),
                        Set.of((String[]) row.getArray("aliases").getArray()),
                        new Money(row.getBigDecimal("amount"), unit),
                        TransferState.valueOf(row.getString("state")),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        row.getObject("evidence_at", OffsetDateTime.class).toInstant(),
                        row.getBoolean("provisional")));
    }

    private static String[] aliasesOf(Transfer transfer) {
        return transfer.aliases().stream()
                .map(SightingsAside::storable)
                .distinct()
                .toArray(String[]::new);
    }

    /** A database keeps no U+0000; that may be the very reason why it could not be taken. */
    private static String storable(String text) {
        return text.replace('\0', '\ufffd');
    }
}
