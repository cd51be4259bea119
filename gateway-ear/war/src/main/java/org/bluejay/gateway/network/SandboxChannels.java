package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningConnector;
import org.bluejay.gateway.merchant.ShopCreated;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;

/**
 * Sees to it that every sandbox shop can pay in the sandbox from its first minute: a new one gets
 * its channel with it, and one that came while the connector was missing gets it when that comes. A
 * channel that the shop revoked is not given again.
 */
@ApplicationScoped
public class SandboxChannels {

    private static final System.Logger LOG = System.getLogger(SandboxChannels.class.getName());

    static final String NETWORK = "sandbox";

    /** Of one transaction. */
    private static final int BATCH = 200;

    /** The lock that lets one node at a time look for shops without a channel. */
    private static final long LOCK = 7_163_940_019L;

    private static final String WITHOUT_CHANNEL =
            """
            select s.id, s.merchant_id from shop s
            where s.environment = 'sandbox'
              and not exists (select from channel c where c.shop_id = s.id and c.network = :network)
            order by s.id limit :most\
            """;

    @Inject Connectors connectors;
    @Inject Channels channels;
    @Inject Database database;
    @Inject WorkDatabase work;
    @Inject Clock clock;

    private RunningConnector healedWith;

    /** Looks for shops without a channel whenever the connector has come or was replaced. */
    synchronized void welcomeConnector() {
        Optional<RunningConnector> sandbox = connectors.running(NETWORK);
        if (sandbox.isPresent() && sandbox.get() != healedWith) {
            int given = BATCH;
            while (given == BATCH) {
                given = heal();
            }
            healedWith = sandbox.get();
        }
    }

    /** In the transaction that makes the shop: no sandbox shop is ever seen without. */
    void connectNew(@Observes ShopCreated created) {
        if (created.environment() == Environment.SANDBOX) {
            Channel.Owner shop =
                    new Channel.Owner(
                            created.merchantId(), created.shopId(), created.environment());
            database.use(handle -> connect(handle, shop));
        }
    }

    /**
     * Gives a channel to sandbox shops that have none.
     *
     * @return to how many; a full batch means there may be more
     */
    int heal() {
        return work.inTransaction(
                handle -> {
                    handle.execute("select pg_advisory_xact_lock(?)", LOCK);
                    List<Channel.Owner> shops =
                            handle.createQuery(WITHOUT_CHANNEL)
                                    .bind("network", NETWORK)
                                    .bind("most", BATCH)
                                    .map(
                                            (row, context) ->
                                                    new Channel.Owner(
                                                            row.getObject(
                                                                    "merchant_id", UUID.class),
                                                            row.getObject("id", UUID.class),
                                                            Environment.SANDBOX))
                                    .list();
                    shops.forEach(shop -> connect(handle, shop));
                    return shops.size();
                });
    }

    /** Gives the shop its channel in the caller's transaction, if the connector is loaded. */
    void connect(Handle handle, Channel.Owner shop) {
        Optional<RunningConnector> sandbox = connectors.running(NETWORK);
        if (sandbox.isEmpty()) {
            LOG.log(Level.WARNING, "event=no-sandbox-connector shop={0}", shop.shopId());
            return;
        }
        channels.insert(
                handle,
                Channel.connect(
                        Ids.next(),
                        shop,
                        NETWORK,
                        sandbox.get().descriptor().name(),
                        ChannelService.checked(sandbox.get().settings(), Map.of()),
                        clock.instant()));
    }
}
