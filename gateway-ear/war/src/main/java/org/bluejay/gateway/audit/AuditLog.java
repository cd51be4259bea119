package org.bluejay.gateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
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
        database.use(
                handle ->
                        handle.createUpdate(INSERT)
                                .bind("id", Ids.next())
                                .bind("merchantId", caller.merchantId())
                                .bind("shopId", shopId.orElse(null))
                                .bind(
                                        "environment",
                                        caller.environment().name().toLowerCase(Locale.ROOT))
                                .bind("actor", "key:" + caller.keyId())
                                .bind("action", action)
                                .bind("objectType", objectType)
                                .bind("objectId", objectId)
                                .bind("address", caller.address())
                                .bind("requestId", caller.requestId())
                                .bind("at", clock.instant())
                                .bind("detail", Json.text(detail))
                                .execute());
    }
}
