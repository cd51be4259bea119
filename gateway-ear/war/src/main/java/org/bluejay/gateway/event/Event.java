package org.bluejay.gateway.event;

import java.time.Instant;
import java.util.UUID;
import org.bluejay.connector.Environment;

/**
 * Something that has happened to an object of a shop.
 *
 * @param id the event's own, UUIDv7
 * @param type such as {@code invoice.paid}
 * @param object what it happened to
 * @param orderKey events with the same key are told in the order of {@code sequence}; an invoice's
 *     id for all that happens to it
 * @param sequence rises by one with each event of the same key
 * @param occurredAt the shop's time
 * @param webhookUrl the invoice's own receiver, or null
 * @param data the object as it then stood, JSON
 */
public record Event(
        UUID id,
        UUID merchantId,
        UUID shopId,
        Environment environment,
        String type,
        ObjectRef object,
        UUID orderKey,
        long sequence,
        Instant occurredAt,
        String webhookUrl,
        String data) {

    /**
     * What an event is about.
     *
     * @param type such as {@code invoice}
     * @param id of the object
     */
    public record ObjectRef(String type, UUID id) {}
}
