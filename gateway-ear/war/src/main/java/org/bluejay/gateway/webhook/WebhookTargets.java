package org.bluejay.gateway.webhook;

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
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.jdbi.v3.core.Handle;

/** Where deliveries go and what signs them, read anew for each batch: a rotation holds at once. */
final class WebhookTargets {

    private static final String ENDPOINTS =
            """
            select e.id, e.url, e.environment, s.id as secret_id, s.kind, s.secret
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
     * @param keys newest first
     */
    record Target(String url, Environment environment, List<SigningKey> keys) {}

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
        Map<UUID, Target> targets = new HashMap<>();
        handle.createQuery(ENDPOINTS)
                .bindArray("ids", UUID.class, ids)
                .bind("now", clock.instant())
                .map(
                        (row, context) -> {
                            UUID id = row.getObject("id", UUID.class);
                            Target target = targets.get(id);
                            if (target == null) {
                                target =
                                        new Target(
                                                row.getString("url"),
                                                environment(row),
                                                new ArrayList<>());
                                targets.put(id, target);
                            }
                            return target.keys().add(key(row));
                        })
                .list();
        return targets;
    }

    private Map<UUID, Target> shops(Handle handle, Collection<UUID> ids) {
        Map<UUID, Target> targets = new HashMap<>();
        handle.createQuery(SHOPS)
                .bindArray("ids", UUID.class, ids.stream().distinct().toList())
                .map(
                        (row, context) -> {
                            UUID id = row.getObject("id", UUID.class);
                            String text = secrets.openText(id, row.getBytes("webhook_secret"));
                            return targets.put(
                                    id,
                                    new Target(
                                            null,
                                            environment(row),
                                            List.of(new SigningKey(Kind.V1, text))));
                        })
                .list();
        return targets;
    }

    private SigningKey key(ResultSet row) throws SQLException {
        return new SigningKey(
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                secrets.openText(row.getObject("secret_id", UUID.class), row.getBytes("secret")));
    }

    private static Environment environment(ResultSet row) throws SQLException {
        return Environment.valueOf(row.getString("environment").toUpperCase(Locale.ROOT));
    }
}
