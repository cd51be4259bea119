package org.bluejay.gateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;

/** Where changes are recorded, always in the transaction of the change. */
@ApplicationScoped
public class AuditLog {

    private static final String INSERT =
            """
            insert into audit (id, merchant_id, shop_id, environment, actor, action, object_type, object_id, address,
                               request_id, at, detail)
            values (:id, :merchantId, :shopId, :environment, :actor, :action, :objectType, :objectId, :address,
                    :requestId, :at, cast(:detail as jsonb))\
            """;

    @Inject Database database;
    @Inject Clock clock;

    /**
     * Whose audit log.
     *
     * @param shopId whose the object is; empty for what belongs to the merchant
     */
    public record Subject(UUID merchantId, Optional<UUID> shopId, Environment environment) {}

    /**
     * Records a change that a key made.
     *
     * @param shopId whose the object is; empty for what belongs to the merchant
     * @param action such as {@code invoice.cancel}
     * @param detail what changed, never a secret and never a payer's data
     */
    @Transactional(TxType.MANDATORY)
    public void record(
            Caller caller,
            Optional<UUID> shopId,
            String action,
            String objectType,
            UUID objectId,
            Map<String, ?> detail) {
        insert(
                new Subject(caller.merchantId(), shopId, caller.environment()),
                Map.of("action", action, "objectType", objectType, "objectId", objectId),
                detail,
                Optional.of(caller));
    }

    /** Records a change that the gateway made by itself. */
    @Transactional(TxType.MANDATORY)
    public void recordBySystem(
            Subject subject,
            String action,
            String objectType,
            UUID objectId,
            Map<String, ?> detail) {
        insert(
                subject,
                Map.of("action", action, "objectType", objectType, "objectId", objectId),
                detail,
                Optional.empty());
    }

    private void insert(
            Subject subject, Map<String, ?> what, Map<String, ?> detail, Optional<Caller> caller) {
        database.use(
                handle ->
                        handle.createUpdate(INSERT)
                                .bind("id", Ids.next())
                                .bind("merchantId", subject.merchantId())
                                .bind("shopId", subject.shopId().orElse(null))
                                .bind(
                                        "environment",
                                        EnvironmentConverter.text(subject.environment()))
                                .bind("actor", caller.map(c -> "key:" + c.keyId()).orElse("system"))
                                .bindMap(what)
                                .bind("address", caller.map(Caller::address).orElse(null))
                                .bind("requestId", caller.map(Caller::requestId).orElse(null))
                                .bind("at", clock.instant())
                                .bind("detail", Json.text(detail))
                                .execute());
    }
}
