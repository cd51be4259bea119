package org.bluejay.gateway.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.webhook.NewDeliveries.Subject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Delivers again what an endpoint has missed: while it was down or disabled, or before it was
 * there. What it has received is not sent again, nor what is on its way.
 */
@ApplicationScoped
public class Recovery {

    /** Most deliveries of one call; the oldest come first, and the next call goes on. */
    static final int MOST = 50_000;

    private static final String MISSED =
            """
            select e.id, e.order_key, e.sequence from (%s) e
            where not exists (select from webhook_delivery d
                where d.event_id = e.id and d.endpoint_id = :endpoint and d.state in ('pending', 'delivered'))
            order by e.position limit :limit\
            """;

    private static final String SINCE =
            """
            from event where shop_id = :shop and position is not null and id >= uuid_at(cast(:since as timestamptz))
                and type like any(:types) and type <> 'test.ping'\
            """;

    private static final String ALL =
            MISSED.formatted("select id, order_key, sequence, position " + SINCE);

    private static final String LATEST_STATE =
            MISSED.formatted(
                    "select distinct on (object_id) id, order_key, sequence, position "
                            + SINCE
                            + " order by object_id, sequence desc, position desc");

    private final WebhookEndpoints endpoints;
    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    /** What to deliver of each object. */
    enum Mode {
        /** Every event. */
        ALL,
        /** The last event only: who missed a week wants to know how things stand now. */
        LATEST_STATE
    }

    /**
     * What was set going.
     *
     * @param queued how many deliveries were made
     * @param complete false when there is more: ask again
     */
    @Schema(name = "Recovery")
    public record Recovered(int queued, boolean complete) {}

    /** For the container's proxy only. */
    protected Recovery() {
        this(null, null, null, null);
    }

    @Inject
    Recovery(WebhookEndpoints endpoints, Database database, AuditLog audit, Clock clock) {
        this.endpoints = endpoints;
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param since real time, of the events
     * @throws Problem 404, or 409 when the endpoint is disabled
     */
    @Transactional
    Recovered recover(Caller caller, String id, Instant since, Mode mode) {
        WebhookEndpoint endpoint = endpoints.get(caller, id);
        Recovered recovered = recover(endpoint, since, mode);
        audit.record(
                caller,
                Optional.of(endpoint.shopId()),
                "webhook-endpoint.recover",
                "webhook_endpoint",
                endpoint.id(),
                Map.of("since", since.toString(), "queued", recovered.queued()));
        return recovered;
    }

    Recovered recover(WebhookEndpoint endpoint, Instant since, Mode mode) {
        endpoint.mustBeEnabled();
        endpoints.resetLane(endpoint.id());
        List<Subject> missed = missed(endpoint, since, mode);
        boolean complete = missed.size() <= MOST;
        NewDeliveries deliveries = new NewDeliveries();
        missed.stream()
                .limit(MOST)
                .forEach(subject -> deliveries.toEndpoint(endpoint.id(), subject));
        database.use(handle -> deliveries.insert(handle, clock.instant()));
        return new Recovered(deliveries.size(), complete);
    }

    private List<Subject> missed(WebhookEndpoint endpoint, Instant since, Mode mode) {
        return database.with(
                handle ->
                        handle.createQuery(mode == Mode.ALL ? ALL : LATEST_STATE)
                                .bind("endpoint", endpoint.id())
                                .bind("shop", endpoint.shopId())
                                .bind("since", since)
                                .bindArray(
                                        "types",
                                        String.class,
                                        endpoint.wishes().types().likePatterns())
                                .bind("limit", MOST + 1)
                                .map(
                                        (row, context) ->
                                                new Subject(
                                                        row.getObject("id", UUID.class),
                                                        endpoint.shopId(),
                                                        row.getObject("order_key", UUID.class),
                                                        row.getLong("sequence")))
                                .list());
    }
}
