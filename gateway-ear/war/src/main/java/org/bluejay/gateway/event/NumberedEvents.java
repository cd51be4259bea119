package org.bluejay.gateway.event;

import java.util.List;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.jdbi.v3.core.Handle;

/**
 * Told, synchronously and in the numberer's own transaction, to whoever has to write something down
 * for each event the moment it becomes readable: deliveries are made for the endpoints of that
 * moment.
 *
 * @param handle the transaction; what fails in it leaves the events unnumbered
 * @param events in the order of their positions
 */
public record NumberedEvents(Handle handle, List<Numbered> events) {

    public NumberedEvents {
        events = List.copyOf(events);
    }

    /**
     * An event without its data.
     *
     * @param webhookUrl the invoice's own receiver, or null
     */
    public record Numbered(
            UUID id,
            UUID shopId,
            Environment environment,
            String type,
            UUID objectId,
            UUID orderKey,
            long sequence,
            String webhookUrl,
            long position) {}
}
