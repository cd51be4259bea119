package org.bluejay.gateway.invoice;

import jakarta.persistence.OptimisticLockException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * All invoices that a report may change. They are locked in the order of their ids and before any
 * payment is, as everybody does, so that no two who hear of the same money wait for each other.
 */
final class LockedInvoices {

    private final Map<UUID, Invoice> locked;

    private LockedInvoices(Map<UUID, Invoice> locked) {
        this.locked = locked;
    }

    /**
     * @param names all ids of all payments that are reported
     * @param asked the invoice whose attempt is reported of
     */
    static LockedInvoices lock(
            InvoiceRepository invoices,
            ChannelRef channel,
            Set<String> names,
            Optional<UUID> asked) {
        NavigableSet<UUID> ids = new TreeSet<>();
        asked.ifPresent(ids::add);
        if (!names.isEmpty()) {
            ids.addAll(invoices.owners(channel, names));
        }
        Map<UUID, Invoice> locked = new HashMap<>();
        ids.forEach(id -> locked.put(id, invoices.lock(id)));
        return new LockedInvoices(locked);
    }

    /**
     * One of them.
     *
     * @throws OptimisticLockException when it is none: it got some of the money after that was
     *     looked up, and to lock it now would be out of order
     */
    Invoice get(UUID id) {
        Invoice invoice = locked.get(id);
        if (invoice == null) {
            throw new OptimisticLockException(
                    "a reported payment was given to invoice " + id + " meanwhile; take it again");
        }
        return invoice;
    }
}
