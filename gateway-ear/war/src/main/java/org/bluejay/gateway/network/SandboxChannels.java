package org.bluejay.gateway.network;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningConnector;
import org.bluejay.gateway.shared.BackgroundLoop;
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

    private static final Duration LOOK = Duration.ofSeconds(5);

    /** The lock that lets one node at a time look for shops without a channel. */
    private static final long LOCK = 7_163_940_018L;

    private static final String WITHOUT_CHANNEL =
            """
            select s.id, s.merchant_id from shop s
            where s.environment = 'sandbox'
              and not exists (select from channel c where c.shop_id = s.id and c.network = :network)
            order by s.id limit :most\
            """;

    @Inject Connectors connectors;
    @Inject Channels channels;
    @Inject WorkDatabase work;
    @Inject Clock clock;
    @Resource ManagedThreadFactory threads;

    private BackgroundLoop loop;
    private RunningConnector healedWith;

    void start(@Observes @Initialized(ApplicationScoped.class) @Priority(200) Object started) {
        loop = BackgroundLoop.start("sandbox-channels", threads, this::round);
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    private Duration round() {
        Optional<RunningConnector> sandbox = connectors.running(NETWORK);
        if (sandbox.isPresent() && sandbox.get() != healedWith) {
            if (heal() == BATCH) {
                return Duration.ZERO;
            }
            healedWith = sandbox.get();
        }
        return LOOK;
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
