package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.bluejay.gateway.event.NumberedEvents;
import org.bluejay.gateway.event.NumberedEvents.Numbered;

/**
 * Marks the orders of invoices to which something has happened, in the transaction that numbers the
 * events: no event is readable whose order nobody looks at.
 */
@ApplicationScoped
public class OrderFanout {

    /** Kinds of events that can change what an order is owed. */
    private static final Set<String> KINDS = Set.of("invoice", "payment", "refund");

    /** Most shops are connected to no platform, and cost this one look in a small index. */
    private static final String CONNECTED =
            "select shop_id from connection where shop_id = any(:shops) and revoked_at is null";

    @Inject OrderNews news;

    /** Whether something was marked that nobody was woken for. */
    private final AtomicBoolean fresh = new AtomicBoolean();

    void mark(@Observes NumberedEvents batch) {
        List<Numbered> changes = batch.events().stream().filter(OrderFanout::matters).toList();
        Set<UUID> shops = changes.stream().map(Numbered::shopId).collect(Collectors.toSet());
        if (shops.isEmpty()) {
            return;
        }
        Set<UUID> connected =
                batch.handle()
                        .createQuery(CONNECTED)
                        .bindArray("shops", UUID.class, shops)
                        .mapTo(UUID.class)
                        .set();
        // An invoice's id is the order key of all that happens to it.
        Set<UUID> invoices =
                changes.stream()
                        .filter(event -> connected.contains(event.shopId()))
                        .map(Numbered::orderKey)
                        .collect(Collectors.toSet());
        if (!invoices.isEmpty()) {
            news.invoicesChanged(batch.handle(), invoices);
            fresh.set(true);
        }
    }

    /** Whether something was marked since this was last asked. */
    boolean markedSome() {
        return fresh.getAndSet(false);
    }

    private static boolean matters(Numbered event) {
        String kind = event.type().substring(0, Math.max(0, event.type().indexOf('.')));
        return KINDS.contains(kind) && !event.type().equals("invoice.created");
    }
}
