package org.bluejay.gateway.event;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.bluejay.gateway.event.Event.ObjectRef;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An event as the outside gets it, word for word the same by webhook and by {@code /events/}.
 *
 * @param type such as {@code invoice.paid}
 * @param timestamp when it happened, the shop's time
 * @param environment {@code live} or {@code sandbox}
 * @param apiVersion how {@code data} is to be read
 * @param object what it happened to
 * @param sequence rises with each event about the same invoice
 * @param data the object as it then stood, JSON
 */
@JsonPropertyOrder({
    "id",
    "type",
    "timestamp",
    "environment",
    "shopId",
    "apiVersion",
    "object",
    "sequence",
    "data"
})
@Schema(name = "Event")
public record EventView(
        UUID id,
        String type,
        Instant timestamp,
        String environment,
        UUID shopId,
        String apiVersion,
        ObjectRef object,
        long sequence,
        @JsonRawValue String data) {

    /** The version of the API, and of the objects in events. */
    public static final String API_VERSION = "v1";

    /** What {@link #read} needs of the table event. */
    public static final String COLUMNS =
            "id, type, occurred_at, environment, shop_id, object_type, object_id, sequence, data";

    public static EventView of(Event event) {
        return new EventView(
                event.id(),
                event.type(),
                event.occurredAt(),
                EnvironmentConverter.text(event.environment()),
                event.shopId(),
                API_VERSION,
                event.object(),
                event.sequence(),
                event.data());
    }

    public static EventView read(ResultSet row) throws SQLException {
        return new EventView(
                row.getObject("id", UUID.class),
                row.getString("type"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("environment"),
                row.getObject("shop_id", UUID.class),
                API_VERSION,
                new ObjectRef(row.getString("object_type"), row.getObject("object_id", UUID.class)),
                row.getLong("sequence"),
                row.getString("data"));
    }
}
