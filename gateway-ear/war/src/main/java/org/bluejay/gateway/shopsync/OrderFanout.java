package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.bluejay.gateway.event.NumberedEvents;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Marks the orders of invoices to which something has happened, in the transaction that numbers the
 * events: no event is readable whose order nobody looks at.
 */
@ApplicationScoped
public class OrderFanout {

    /** Kinds of events that can change what an order is owed. */
    private static final Set<String> KINDS = Set.of("invoice", "payment", "refund");

    @Inject OrderQueue queue;

    void mark(@Observes NumberedEvents batch) {
        // An invoice's id is the order key of all that happens to it.
        Set<UUID> invoices =
                batch.events().stream()
                        .filter(event -> KINDS.contains(event.type().replaceFirst("\\..*", "")))
                        .filter(event -> !event.type().equals("invoice.created"))
                        .map(NumberedEvents.Numbered::orderKey)
                        .collect(Collectors.toSet());
        if (!invoices.isEmpty()) {
            queue.invoicesChanged(batch.handle(), invoices);
        }
    }
}
