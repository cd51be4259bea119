package org.bluejay.gateway.event;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.jdbi.v3.core.Handle;

/** Where events are written, always in the transaction of their cause. */
@ApplicationScoped
public class EventLog {

    /** The columns of a new event, as the writer of invoices inserts them too. */
    public static final String INSERT =
            """
            insert into event (id, merchant_id, shop_id, environment, type, object_type, object_id, order_key, sequence,
                               occurred_at, webhook_url, data)
            values (:id, :merchantId, :shopId, :environment, :type, :objectType, :objectId, :orderKey, :sequence,
                    :occurredAt, :webhookUrl, cast(:data as jsonb))\
            """;

    @Inject Database database;
    @Inject jakarta.enterprise.event.Event<EventAppended> appended;

    /**
     * Appends an event; insists on a transaction, because an event without its cause would be a
     * lie. The numberer hears of it once that transaction is committed.
     */
    @Transactional(TxType.MANDATORY)
    public void append(Event event) {
        database.use(handle -> insert(handle, event));
        appended.fire(new EventAppended());
    }

    /**
     * The same in a transaction of background work; wake {@link EventNumbering} after its commit.
     */
    public static void insert(Handle handle, Event event) {
        handle.createUpdate(INSERT)
                .bind("id", event.id())
                .bind("merchantId", event.merchantId())
                .bind("shopId", event.shopId())
                .bind("environment", EnvironmentConverter.text(event.environment()))
                .bind("type", event.type())
                .bind("objectType", event.object().type())
                .bind("objectId", event.object().id())
                .bind("orderKey", event.orderKey())
                .bind("sequence", event.sequence())
                .bind("occurredAt", event.occurredAt())
                .bind("webhookUrl", event.webhookUrl())
                .bind("data", event.data())
                .execute();
    }

    /** An event waits for its position as soon as this transaction is committed. */
    record EventAppended() {}
}
