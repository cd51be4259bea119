package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Setting;
import org.bluejay.connector.shop.GrantsKeys.KeyRequest;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.connector.RunningShopConnector;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.jdbi.v3.core.Handle;

/** Asks shops' owners for keys that their shops hand out, so that nobody has to copy one. */
@ApplicationScoped
public class GrantService {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MOST_PENDING = 20;

    /** Characters; 43 of them hold 256 bits. */
    private static final int STATE = 43;

    private static final int TOKEN = 22;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    @Inject Database database;
    @Inject ConnectionService connections;
    @Inject Grants grants;
    @Inject KeyGranting granting;
    @Inject ShopContexts contexts;
    @Inject AuditLog audit;
    @Inject Clock clock;

    /**
     * One that has begun.
     *
     * @param consentUrl where the owner agrees; holds the state, and so is told once
     */
    public record Begun(Grant grant, URI consentUrl) {

        /** Without the address. */
        @Override
        public String toString() {
            return "Begun[" + grant + "]";
        }
    }

    /**
     * @param wish with the settings that are not the key: the shop's address at least
     */
    @Transactional
    public Begun begin(Caller caller, ConnectionService.Wish wish) {
        Shop shop = connections.shopOf(caller, wish.shopId());
        RunningShopConnector connector = connections.connectorFor(wish.platform());
        if (!granting.isOffered(connector)) {
            throw Problem.invalid(
                    "platform", "hands out no keys: make one in the shop and create a connection");
        }
        Map<String, String> answers =
                ConnectionAnswers.withoutKey(connector.settings(), wish.settings());
        Instant now = clock.instant();
        Grant grant =
                new Grant(
                        Ids.next(),
                        new Connection.Owner(shop.merchantId(), shop.id(), shop.environment()),
                        wish.platform(),
                        ConnectionService.checkedName(wish.name()),
                        answers,
                        Ids.token(TOKEN),
                        Grant.Status.PENDING,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        0,
                        now,
                        now.plus(LIFE));
        String state = Ids.token(STATE);
        URI consentUrl = consentAt(connector, grant, state);
        database.use(handle -> insert(handle, connector.settings(), grant, state));
        audit.record(
                caller,
                Optional.of(shop.id()),
                "connection-grant.begin",
                "connection-grant",
                grant.id(),
                Map.of("platform", grant.platform()));
        return new Begun(grant, consentUrl);
    }

    private void insert(Handle handle, ConfigSchema schema, Grant grant, String state) {
        UUID shop = grant.owner().shopId();
        Site site = Site.of(grant.platform(), schema, grant.answers());
        connections.holdForSite(handle, shop, site);
        if (grants.pending(handle, shop, grant.createdAt()) >= MOST_PENDING) {
            throw Problem.conflict(
                    "too-many-grants",
                    "the shop's owner was asked " + MOST_PENDING + " times: wait for one to end");
        }
        grants.insert(handle, grant, state);
    }

    private URI consentAt(RunningShopConnector connector, Grant grant, String state) {
        URI publicUrl = contexts.publicUrl();
        boolean https = "https".equals(publicUrl.getScheme());
        if (!https && !THIS_MACHINE.contains(String.valueOf(publicUrl.getHost()))) {
            throw notHttps();
        }
        KeyRequest request =
                new KeyRequest(
                        addressIn(connector.settings(), grant.answers()),
                        state,
                        URI.create(
                                "%s/hooks/%s/grants/%s"
                                        .formatted(publicUrl, grant.platform(), grant.token())),
                        URI.create("%s/grants/%s".formatted(publicUrl, grant.token())));
        try {
            return granting.consentAt(connector, request)
                    .orElseThrow(
                            () ->
                                    https
                                            ? Problem.invalid(
                                                    "settings",
                                                    "name an address at which the platform cannot"
                                                            + " be asked for a key")
                                            : notHttps());
        } catch (KeyGranting.Unanswered e) {
            throw Problem.unavailable(e.getMessage(), Duration.ofSeconds(5));
        }
    }

    private static Problem notHttps() {
        return Problem.conflict(
                "public-url-not-https",
                "shops post keys to https addresses only: have the operator set bluejay.public-url"
                        + " to the https address of the gateway");
    }

    private static URI addressIn(ConfigSchema schema, Map<String, String> answers) {
        return schema.settings().stream()
                .filter(setting -> setting.fixed() && setting.type() == Setting.Type.URL)
                .map(setting -> answers.get(setting.name()))
                .filter(answer -> answer != null)
                .findFirst()
                .map(GrantService::uri)
                .orElseThrow(() -> Problem.invalid("settings", "do not name the shop's address"));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("settings", "hold an address that is none");
        }
    }

    @Transactional
    public Grant find(Caller caller, UUID id) {
        return database.with(handle -> grants.find(handle, caller, id))
                .orElseThrow(() -> Problem.notFound("grant"));
    }
}
