package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.WorkDatabase;
import org.bluejay.gateway.source.Sightings;
import org.bluejay.gateway.source.SourceRef;

/**
 * What is seen on chains, taken to the invoices whose addresses it came to. An address is watched
 * for ever: late money has somewhere to land too.
 */
@ApplicationScoped
class ChainNews implements Sightings {

    private static final System.Logger LOG = System.getLogger(ChainNews.class.getName());

    private static final String WATCHED =
            """
            select distinct network_reference from payment_attempt
            where network = :network and environment = :environment and network_reference = any(:addresses)\
            """;

    private static final String ATTEMPT =
            """
            select id, channel_id from payment_attempt
            where network = :network and environment = :environment and network_reference = :address
            order by id limit 1\
            """;

    /**
     * A complete reading is a look-up of every attempt on the chain, but for those whose money was
     * seen and could not be taken over yet.
     */
    private static final String LOOKED_UP =
            """
            update payment_attempt a
            set look_up_began_at = cast(:began as timestamptz) + s.clock_offset_ms * interval '1 millisecond'
            from invoice i join shop s on s.id = i.shop_id
            where a.invoice_id = i.id and a.network = :network and a.environment = :environment
              and a.state in ('open', 'unknown') and a.network_reference <> ''
              and i.expiry_due_at <= cast(:began as timestamptz) + interval '1 minute'
              and i.expires_at <= cast(:began as timestamptz) + s.clock_offset_ms * interval '1 millisecond'
              and (a.look_up_began_at is null or a.look_up_began_at < i.expires_at)
              and not exists (select from sighting_aside w
                  where w.network = a.network and w.environment = a.environment
                    and w.address = a.network_reference)\
            """;

    @Inject WorkDatabase work;
    @Inject InvoiceService invoices;
    @Inject InvoiceRepository repository;

    private record Payee(UUID attemptId, UUID channelId) {}

    @Override
    public Set<String> watched(SourceRef source, Collection<String> addresses) {
        if (addresses.isEmpty()) {
            return Set.of();
        }
        List<String> known =
                work.inTransaction(
                        handle ->
                                handle.createQuery(WATCHED)
                                        .bind("network", source.network())
                                        .bind("environment", text(source))
                                        .bind("addresses", addresses.toArray(String[]::new))
                                        .mapTo(String.class)
                                        .list());
        return Set.copyOf(known);
    }

    @Override
    public void take(SourceRef source, Sighting sighting) {
        Optional<Payee> payee = payee(source, sighting.address());
        if (payee.isEmpty()) {
            // It was not asked for: a connector that tells of it is mistaken, and whose it is
            // nobody
            // can say.
            LOG.log(
                    Level.WARNING,
                    "event=sighting-unwatched source={0} transfer={1}",
                    source,
                    sighting.transfer().networkId());
            return;
        }
        PaymentHandle handle =
                new PaymentHandle(payee.get().attemptId().toString(), sighting.address());
        invoices.apply(
                repository.channel(payee.get().channelId()),
                new PaymentReport(
                        handle, PaymentReport.State.OPEN, List.of(sighting.transfer()), ""));
    }

    @Override
    public void readThrough(SourceRef source, Instant began) {
        work.useTransaction(
                handle ->
                        handle.createUpdate(LOOKED_UP)
                                .bind("network", source.network())
                                .bind("environment", text(source))
                                .bind("began", began)
                                .execute());
    }

    private Optional<Payee> payee(SourceRef source, String address) {
        return work.inTransaction(
                handle ->
                        handle.createQuery(ATTEMPT)
                                .bind("network", source.network())
                                .bind("environment", text(source))
                                .bind("address", address)
                                .map(
                                        (row, context) ->
                                                new Payee(
                                                        row.getObject("id", UUID.class),
                                                        row.getObject("channel_id", UUID.class)))
                                .findOne());
    }

    private static String text(SourceRef source) {
        return EnvironmentConverter.text(source.environment());
    }
}
