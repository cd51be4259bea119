package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.GrantsKeys;
import org.bluejay.connector.shop.GrantsKeys.KeyGrant;
import org.bluejay.connector.shop.GrantsKeys.KeyRequest;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningShopConnector;

/**
 * What is asked of a platform's connector until there is a key. Its promise: an answer in limited
 * time, and no word of the connector's that it was not asked for.
 */
@ApplicationScoped
class KeyGranting {

    private static final System.Logger LOG = System.getLogger(KeyGranting.class.getName());

    /** For what it answers out of itself. */
    private static final Duration THINKING = Duration.ofSeconds(2);

    private static final Duration TRIAL = Duration.ofSeconds(8);

    @Inject Connectors connectors;
    @Inject ShopContexts contexts;

    /** The connector failed, is busy, or is not there. */
    static final class Unanswered extends Exception {

        Unanswered(String message) {
            super(message);
        }
    }

    /** Whether shops of this platform hand out keys. */
    boolean isOffered(RunningShopConnector connector) {
        return connector.provider() instanceof GrantsKeys;
    }

    /**
     * Where the owner's browser goes.
     *
     * @return empty when the platform does not take one of the addresses
     */
    Optional<URI> consentAt(RunningShopConnector connector, KeyRequest request) throws Unanswered {
        return ask(
                connector,
                () -> {
                    try {
                        return Optional.of(grantor(connector).consentAt(request));
                    } catch (IllegalArgumentException notTaken) {
                        return Optional.empty();
                    }
                },
                THINKING);
    }

    Optional<KeyGrant> readGrant(RunningShopConnector connector, InboundCallback posted)
            throws Unanswered {
        return ask(connector, () -> grantor(connector).readGrant(posted), THINKING);
    }

    boolean isRefusal(RunningShopConnector connector, Map<String, String> query) throws Unanswered {
        return ask(connector, () -> grantor(connector).isRefusal(query), THINKING);
    }

    /** Whether the shop lets a connection in that does not exist yet, or not with these answers. */
    Health tried(Connection candidate) {
        Optional<RunningShopConnector> connector = connectors.runningShop(candidate.platform());
        if (connector.isEmpty()) {
            return Health.down("The connector " + candidate.platform() + " is not loaded.");
        }
        try {
            Settings settings = candidate.settings(connector.get().settings());
            ConnectorContext context = contexts.of(candidate);
            return ask(
                    connector.get(),
                    () -> {
                        try (ShopConnector shop =
                                connector.get().provider().open(settings, context)) {
                            return shop.health();
                        }
                    },
                    TRIAL);
        } catch (IllegalArgumentException e) {
            return Health.down("The settings do not fit the installed connector.");
        } catch (Unanswered e) {
            return Health.down(e.getMessage());
        }
    }

    private static GrantsKeys grantor(RunningShopConnector connector) {
        return (GrantsKeys) connector.provider();
    }

    private static <T> T ask(RunningShopConnector connector, Callable<T> question, Duration limit)
            throws Unanswered {
        try {
            T answer = connector.start(question).await(limit);
            if (answer == null) {
                throw new Unanswered("The connector answered nothing.");
            }
            return answer;
        } catch (RejectedExecutionException e) {
            throw new Unanswered("The connector is busy or being replaced.");
        } catch (TimeoutException e) {
            throw new Unanswered("No answer within " + limit.toSeconds() + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unanswered("The gateway is stopping.");
        } catch (ExecutionException e) {
            // Neither its message nor itself: it is the connector's, and may hold the key.
            String name = e.getCause().getClass().getName();
            LOG.log(Level.ERROR, "event=connector-failed error={0} during=key-grant", name);
            throw new Unanswered("The connector failed with " + name + ".");
        }
    }
}
