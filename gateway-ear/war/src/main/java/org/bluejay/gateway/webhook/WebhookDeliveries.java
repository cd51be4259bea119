package org.bluejay.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.webhook.NewDeliveries.Subject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The log of what was delivered where, and what its readers may set going again. */
@ApplicationScoped
public class WebhookDeliveries {

    private static final String MINE =
            """
            select d.*, e.type, coalesce(d.url, w.url) as target, coalesce(w.state, 'enabled') as endpoint_state
            from webhook_delivery d join shop s on s.id = d.shop_id left join event e on e.id = d.event_id
            left join webhook_endpoint w on w.id = d.endpoint_id
            where s.merchant_id = :merchant and s.environment = :environment
                and (cast(:shop as uuid) is null or s.id = :shop)\
            """;

    private static final String PAGE =
            " and (cast(:before as uuid) is null or d.id < :before) order by d.id desc limit"
                    + " :limit";

    private static final String ATTEMPTS =
            "select * from webhook_attempt where delivery_id = :id order by number, id";

    /** Timers of a sandbox shop: what was due later is due sooner. */
    private static final List<String> ADVANCE =
            List.of(
                    """
                    update webhook_delivery set next_attempt_at = next_attempt_at - make_interval(secs => :seconds)
                    where lane in (select id from webhook_lane where shop_id = :shop) and state = 'pending'\
                    """,
                    """
                    update webhook_lane set paused_until = paused_until - make_interval(secs => :seconds),
                        failing_since = failing_since - make_interval(secs => :seconds)
                    where shop_id = :shop\
                    """);

    private final Database database;
    private final Clock clock;

    /**
     * A delivery as its shop sees it.
     *
     * @param endpointId absent for an invoice's own {@code webhookUrl}
     * @param eventId what it tells
     * @param eventType such as {@code invoice.paid}; left out when the event is no longer kept
     * @param url where it goes
     * @param state {@code pending}, {@code delivered}, {@code failed} after the last attempt, or
     *     {@code cancelled} because the endpoint was disabled
     * @param attempts how many there have been
     * @param nextAttemptAt while it is pending
     */
    @JsonPropertyOrder({
        "id",
        "endpointId",
        "shopId",
        "eventId",
        "eventType",
        "url",
        "state",
        "attempts",
        "nextAttemptAt",
        "createdAt"
    })
    @Schema(name = "WebhookDelivery")
    public record View(
            UUID id,
            Optional<UUID> endpointId,
            UUID shopId,
            UUID eventId,
            Optional<String> eventType,
            String url,
            @Schema(enumeration = {"pending", "delivered", "failed", "cancelled"}) String state,
            int attempts,
            Optional<Instant> nextAttemptAt,
            Instant createdAt) {}

    /**
     * One try.
     *
     * @param number 1 for the first
     * @param startedAt real time
     * @param latencyMs milliseconds until the answer, or until it was given up
     * @param status absent when there was no answer
     * @param error why there was none
     * @param answer its first part
     */
    @JsonPropertyOrder({"number", "startedAt", "latencyMs", "status", "error", "answer"})
    @Schema(name = "WebhookAttempt")
    public record AttemptView(
            int number,
            Instant startedAt,
            int latencyMs,
            Optional<Integer> status,
            Optional<String> error,
            Optional<String> answer) {}

    private record Row(
            View view, UUID lane, UUID orderKey, long sequence, String url, boolean enabled) {}

    /** For the container's proxy only. */
    protected WebhookDeliveries() {
        this(null, null);
    }

    @Inject
    WebhookDeliveries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Newest first. */
    public Page<View> ofEndpoint(Caller caller, UUID endpoint, Optional<UUID> before, int limit) {
        return page(caller, " and d.endpoint_id = :id", endpoint, before, limit);
    }

    /** Newest first, to endpoints and to the invoice's own receiver alike. */
    public Page<View> ofInvoice(Caller caller, UUID invoice, Optional<UUID> before, int limit) {
        return page(
                caller,
                " and d.event_id in (select id from event where order_key = :id)",
                invoice,
                before,
                limit);
    }

    /** Newest first. */
    public Page<View> ofEvent(Caller caller, UUID event, Optional<UUID> before, int limit) {
        return page(caller, " and d.event_id = :id", event, before, limit);
    }

    /**
     * @throws Problem 404
     */
    public View get(Caller caller, String id) {
        return row(caller, id).view();
    }

    /** Every try of a delivery, the first one first. */
    public List<AttemptView> attempts(Caller caller, String id) {
        UUID delivery = get(caller, id).id();
        return database.with(
                handle ->
                        handle.createQuery(ATTEMPTS)
                                .bind("id", delivery)
                                .map((row, context) -> attempt(row))
                                .list());
    }

    /**
     * Sends it once more: what still waits goes at once, what is over becomes a new delivery.
     *
     * @throws Problem 409 when its endpoint is disabled
     */
    @Transactional
    public View redeliver(Caller caller, String id) {
        Row row = row(caller, id);
        if (!row.enabled()) {
            throw Problem.conflict(
                    "endpoint-disabled", "its endpoint is disabled: enable it first");
        }
        Instant now = clock.instant();
        database.update("update webhook_lane set paused_until = null where id = ?", row.lane());
        int pulled =
                database.update(
                        "update webhook_delivery set next_attempt_at = ? where id = ? and state ="
                                + " 'pending'",
                        now,
                        row.view().id());
        if (pulled > 0) {
            return get(caller, id);
        }
        NewDeliveries again = new NewDeliveries();
        Subject subject =
                new Subject(
                        row.view().eventId(), row.view().shopId(), row.orderKey(), row.sequence());
        UUID fresh =
                row.view()
                        .endpointId()
                        .map(endpoint -> again.toEndpoint(endpoint, subject))
                        .orElseGet(() -> again.toUrl(row.lane(), row.url(), subject));
        database.use(handle -> again.insert(handle, now));
        return get(caller, fresh.toString());
    }

    /** Moves the timers of a sandbox shop's webhooks with its clock. */
    @Transactional(TxType.MANDATORY)
    public void advance(UUID shopId, Duration by) {
        double seconds = by.toMillis() / 1000.0;
        for (String statement : ADVANCE) {
            database.use(
                    handle ->
                            handle.createUpdate(statement)
                                    .bind("seconds", seconds)
                                    .bind("shop", shopId)
                                    .execute());
        }
    }

    private Page<View> page(
            Caller caller, String which, UUID id, Optional<UUID> before, int limit) {
        List<View> views =
                database.with(
                        handle ->
                                handle.createQuery(MINE + which + PAGE)
                                        .bindMap(WebhookEndpoints.tenant(caller))
                                        .bind("id", id)
                                        .bind("before", before.orElse(null))
                                        .bind("limit", limit + 1)
                                        .map((row, context) -> read(row).view())
                                        .list());
        return Page.of(views, limit, view -> view.id().toString());
    }

    private Row row(Caller caller, String id) {
        Map<String, Object> tenant = WebhookEndpoints.tenant(caller);
        return Ids.parse(id)
                .flatMap(
                        known ->
                                database.with(
                                        handle ->
                                                handle.createQuery(MINE + " and d.id = :id")
                                                        .bindMap(tenant)
                                                        .bind("id", known)
                                                        .map((row, context) -> read(row))
                                                        .findOne()))
                .orElseThrow(() -> Problem.notFound("webhook delivery"));
    }

    private static Row read(ResultSet row) throws SQLException {
        View view =
                new View(
                        row.getObject("id", UUID.class),
                        Optional.ofNullable(row.getObject("endpoint_id", UUID.class)),
                        row.getObject("shop_id", UUID.class),
                        row.getObject("event_id", UUID.class),
                        Optional.ofNullable(row.getString("type")),
                        row.getString("target"),
                        row.getString("state"),
                        row.getInt("attempts"),
                        instant(row, "next_attempt_at"),
                        instant(row, "created_at").orElseThrow());
        return new Row(
                view,
                row.getObject("lane", UUID.class),
                row.getObject("order_key", UUID.class),
                row.getLong("sequence"),
                row.getString("url"),
                row.getString("endpoint_state").equals("enabled"));
    }

    private static AttemptView attempt(ResultSet row) throws SQLException {
        return new AttemptView(
                row.getInt("number"),
                instant(row, "started_at").orElseThrow(),
                row.getInt("latency_ms"),
                Optional.ofNullable(row.getObject("status", Integer.class)),
                Optional.of(row.getString("error")).filter(text -> !text.isEmpty()),
                Optional.of(row.getString("answer")).filter(text -> !text.isEmpty()));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
