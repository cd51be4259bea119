package org.bluejay.gateway.webhook;

import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.jdbi.v3.core.Handle;

/**
 * Where deliveries go and what signs them, read anew for each batch: a rotation holds at once. A
 * secret that does not open is the trouble of its own receiver and of no other.
 */
final class WebhookTargets {

    private static final System.Logger LOG = System.getLogger(WebhookTargets.class.getName());

    private static final String ENDPOINTS =
            """
            select e.id, e.url, e.environment, s.id as secret_id, s.kind, s.secret, s.expires_at is not null as leaving
            from webhook_endpoint e join webhook_secret s on s.endpoint_id = e.id
            where e.id = any(:ids) and s.kind = any(string_to_array(e.signatures, ' '))
                and (s.expires_at is null or s.expires_at > :now)
            order by e.id, s.created_at desc, s.id desc\
            """;

    private static final String SHOPS =
            "select id, environment, webhook_secret from shop where id = any(:ids)";

    private final Secrets secrets;
    private final Clock clock;

    /**
     * @param url null for shops, whose invoices name it
     * @param keys newest first; empty when one that it needs does not open
     */
    record Target(String url, Environment environment, List<SigningKey> keys) {}

    /**
     * One key of an endpoint.
     *
     * @param key empty when it does not open
     * @param leaving whether a newer one has taken its place
     */
    private record EndpointKey(
            UUID endpoint,
            String url,
            Environment environment,
            Optional<SigningKey> key,
            boolean leaving) {}

    record Found(Map<UUID, Target> endpoints, Map<UUID, Target> shops) {}

    WebhookTargets(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * @param endpoints by position; null where a delivery has none
     * @param shops by position
     */
    Found find(Handle handle, List<UUID> endpoints, List<UUID> shops) {
        List<UUID> ids = endpoints.stream().filter(Objects::nonNull).distinct().toList();
        List<UUID> ofInvoices = new ArrayList<>();
        for (int i = 0; i < shops.size(); i++) {
            if (endpoints.get(i) == null) {
                ofInvoices.add(shops.get(i));
            }
        }
        return new Found(
                ids.isEmpty() ? Map.of() : endpoints(handle, ids),
                ofInvoices.isEmpty() ? Map.of() : shops(handle, ofInvoices));
    }

    private Map<UUID, Target> endpoints(Handle handle, Collection<UUID> ids) {
        Map<UUID, List<EndpointKey>> keys =
                handle.createQuery(ENDPOINTS)
                        .bindArray("ids", UUID.class, ids)
                        .bind("now", clock.instant())
                        .map((row, context) -> endpointKey(row))
                        .collect(Collectors.groupingBy(EndpointKey::endpoint));
        Map<UUID, Target> targets = new HashMap<>();
        keys.forEach((id, ofOne) -> targets.put(id, target(ofOne)));
        return targets;
    }

    /** An old key that does not open is not missed; for a present one the receiver would look. */
    private static Target target(List<EndpointKey> keys) {
        EndpointKey newest = keys.get(0);
        boolean complete = keys.stream().allMatch(one -> one.leaving() || one.key().isPresent());
        return new Target(
                newest.url(),
                newest.environment(),
                complete ? keys.stream().flatMap(one -> one.key().stream()).toList() : List.of());
    }

    private EndpointKey endpointKey(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Kind kind = Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        UUID secret = row.getObject("secret_id", UUID.class);
        return new EndpointKey(
                id,
                row.getString("url"),
                environment(row),
                key(kind, secret, row.getBytes("secret"), "endpoint=" + id),
                row.getBoolean("leaving"));
    }

    private Map<UUID, Target> shops(Handle handle, Collection<UUID> ids) {
        Map<UUID, Target> targets = new HashMap<>();
        handle.createQuery(SHOPS)
                .bindArray("ids", UUID.class, ids.stream().distinct().toList())
                .map(
                        (row, context) -> {
                            UUID id = row.getObject("id", UUID.class);
                            byte[] sealed = row.getBytes("webhook_secret");
                            return targets.put(
                                    id,
                                    new Target(
                                            null,
                                            environment(row),
                                            key(Kind.V1, id, sealed, "shop=" + id).stream()
                                                    .toList()));
                        })
                .list();
        return targets;
    }

    private Optional<SigningKey> key(Kind kind, UUID owner, byte[] sealed, String whose) {
        try {
            return Optional.of(new SigningKey(kind, secrets.openText(owner, sealed)));
        } catch (IllegalStateException unopened) {
            LOG.log(
                    Level.ERROR,
                    "event=webhook-secret-does-not-open {0} cause=\"{1}\"",
                    whose,
                    unopened.getMessage());
            return Optional.empty();
        }
    }

    private static Environment environment(ResultSet row) throws SQLException {
        return Environment.valueOf(row.getString("environment").toUpperCase(Locale.ROOT));
    }
}
