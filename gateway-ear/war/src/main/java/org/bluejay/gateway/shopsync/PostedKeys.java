package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Setting;
import org.bluejay.connector.shop.GrantsKeys.KeyGrant;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningShopConnector;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.WorkDatabase;

/**
 * The keys that shops post: on disk, sealed, before the shop hears anything; tried after, because a
 * shop that waits for our answer may have no other worker to answer us with.
 */
@ApplicationScoped
class PostedKeys {

    private static final System.Logger LOG = System.getLogger(PostedKeys.class.getName());

    private static final int MOST_TRIES = 4;
    private static final int CONFLICT = 409;

    /** Longer than a try can take. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(3);

    @Inject WorkDatabase database;
    @Inject Grants grants;
    @Inject GrantedConnections granted;
    @Inject KeyGranting granting;
    @Inject Connectors connectors;
    @Inject Clock clock;

    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();

    /** Has somebody woken whenever a key was kept. */
    void whenKept(Runnable sleeper) {
        sleepers.add(sleeper);
    }

    /**
     * Takes what was posted, once.
     *
     * @param posted its token is the one in the address
     * @return false when it answers none of the grants that are open, or not in their way
     */
    boolean keep(String platform, InboundCallback posted) {
        Optional<Grant> grant =
                database.inTransaction(handle -> grants.find(handle, posted.token()))
                        .filter(found -> found.platform().equals(platform))
                        .filter(found -> found.isOpen(clock.instant()));
        return grant.isPresent()
                && connectors
                        .runningShop(platform)
                        .filter(connector -> keep(grant.get(), connector, posted))
                        .isPresent();
    }

    private boolean keep(Grant grant, RunningShopConnector connector, InboundCallback posted) {
        try {
            Optional<KeyGrant> key = granting.readGrant(connector, posted);
            if (key.isEmpty()) {
                return refused(grant, "it is no grant, or one that would not do");
            }
            Map<String, String> answers =
                    ConnectionAnswers.checked(
                            connector.settings(), with(connector.settings(), grant, key.get()));
            boolean kept =
                    database.inTransaction(
                            handle ->
                                    grants.receive(
                                            handle,
                                            grant.id(),
                                            key.get().state(),
                                            answers,
                                            clock.instant()));
            if (!kept) {
                return refused(grant, "its state is another's, or was used before");
            }
            sleepers.forEach(Runnable::run);
            return true;
        } catch (KeyGranting.Unanswered e) {
            return refused(grant, e.getMessage());
        } catch (Problem e) {
            return refused(grant, "it does not fit the connector's settings");
        }
    }

    /** Which shop it is, is for the one to say who asked, and not for whoever posts. */
    private static Map<String, String> with(ConfigSchema schema, Grant grant, KeyGrant key) {
        Map<String, String> answers = new TreeMap<>(key.answers());
        schema.settings().stream()
                .filter(Setting::fixed)
                .map(Setting::name)
                .forEach(answers::remove);
        grant.answers().forEach(answers::putIfAbsent);
        return answers;
    }

    private static boolean refused(Grant grant, String reason) {
        LOG.log(
                Level.WARNING,
                "event=key-grant-not-taken grant={0} reason=\"{1}\"",
                grant.id(),
                reason);
        return false;
    }

    /**
     * Tries the key that has waited longest, if there is one.
     *
     * @return whether there was
     */
    boolean tryNext() {
        Optional<Grant> next = database.inTransaction(handle -> grants.take(handle, LEASE));
        next.ifPresent(this::tryKey);
        return next.isPresent();
    }

    private void tryKey(Grant grant) {
        try {
            Connection candidate = granted.drafted(grant);
            Health answer = granting.tried(candidate);
            if (answer.up()) {
                granted.keep(grant, candidate);
            } else {
                tryAgain(grant, Grant.Reason.KEY_REFUSED, answer.detail());
            }
        } catch (Problem e) {
            if (e.status() == CONFLICT) {
                granted.refuse(grant, Grant.Reason.NOT_CONNECTABLE, e.getMessage());
            } else {
                tryAgain(grant, Grant.Reason.NOT_CONNECTABLE, e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=key-grant-failed grant=" + grant.id(), e);
            tryAgain(grant, Grant.Reason.NOT_CONNECTABLE, "The gateway failed.");
        }
    }

    /** Shop and connector may be back in a moment; the owner waits, and so not for long. */
    private void tryAgain(Grant grant, Grant.Reason reason, String detail) {
        if (grant.tries() < MOST_TRIES) {
            database.useTransaction(handle -> grants.postpone(handle, grant.id(), PAUSE));
        } else {
            granted.refuse(grant, reason, detail);
        }
    }
}
