package org.bluejay.gateway.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.event.EventLog;
import org.bluejay.gateway.http.TargetUrl;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.bluejay.gateway.webhook.WebhookEndpoint.Wishes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a shop does with its endpoints; every change is audited in its own transaction. */
@ApplicationScoped
@Transactional
public class WebhookEndpointService {

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);
    private static final int MOST_LIVE_KEYS = 6;
    private static final String TYPE = "webhook_endpoint";

    @Inject WebhookEndpoints endpoints;
    @Inject EventLog events;
    @Inject AuditLog audit;
    @Inject Clock clock;

    /** Lets sandbox shops be called at http on loopback: a developer's receiver. */
    @Inject
    @ConfigProperty(name = "bluejay.webhook.allow-loopback", defaultValue = "false")
    boolean allowLoopback;

    /**
     * An endpoint together with the keys that were made for it just now.
     *
     * @param keys told this once
     */
    record Keyed(WebhookEndpoint endpoint, List<SigningKey> keys) {}

    Keyed create(Caller caller, UUID shopId, Wishes wishes) {
        checkUrl(caller, wishes.url());
        WebhookEndpoint endpoint =
                WebhookEndpoint.create(
                        Ids.next(), endpoints.ownerOf(caller, shopId), wishes, clock.instant());
        endpoints.add(endpoint);
        record(caller, endpoint, "create", Map.of("url", wishes.url()));
        return new Keyed(endpoint, addKeys(endpoint, wishes.signatures()));
    }

    /**
     * @param enabled empty to leave that as it is
     */
    Keyed change(Caller caller, String id, Wishes wishes, Optional<Boolean> enabled) {
        checkUrl(caller, wishes.url());
        WebhookEndpoint endpoint = endpoints.get(caller, id);
        endpoint.change(wishes);
        enabled.ifPresent(
                wanted -> {
                    if (wanted) {
                        endpoint.enable();
                        endpoints.resetLane(endpoint.id());
                    } else {
                        endpoint.disable("by its owner");
                    }
                });
        endpoints.save(endpoint);
        record(
                caller,
                endpoint,
                "change",
                Map.of("url", wishes.url(), "state", endpoint.state().text()));
        Set<Kind> missing = new java.util.HashSet<>(wishes.signatures());
        endpoints.liveKeys(endpoint).forEach(key -> missing.remove(key.kind()));
        return new Keyed(endpoint, addKeys(endpoint, missing));
    }

    void remove(Caller caller, String id) {
        WebhookEndpoint endpoint = endpoints.get(caller, id);
        endpoint.remove();
        endpoints.save(endpoint);
        record(caller, endpoint, "remove", Map.of());
    }

    /**
     * New keys sign from now on; the present ones sign beside them until {@code overlap} is over.
     */
    Keyed rotate(Caller caller, String id, Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw Problem.invalid(
                    "overlap", "must be between PT0S and " + LONGEST_OVERLAP + ", ISO 8601");
        }
        WebhookEndpoint endpoint = endpoints.get(caller, id);
        endpoints.save(endpoint);
        endpoints.expireKeys(endpoint, overlap);
        if (endpoints.liveKeys(endpoint).size() >= MOST_LIVE_KEYS) {
            throw Problem.conflict(
                    "too-many-secrets", "earlier secrets still sign: let them expire first");
        }
        record(caller, endpoint, "rotate-secret", Map.of("overlap", overlap.toString()));
        return new Keyed(endpoint, addKeys(endpoint, endpoint.wishes().signatures()));
    }

    /** Sends a {@code test.ping} to this endpoint and no other. */
    Event ping(Caller caller, String id) {
        WebhookEndpoint endpoint = endpoints.get(caller, id);
        endpoint.mustBeEnabled();
        endpoints.resetLane(endpoint.id());
        UUID eventId = Ids.next();
        Event event =
                new Event(
                        eventId,
                        endpoint.merchantId(),
                        endpoint.shopId(),
                        endpoint.environment(),
                        Fanout.PING,
                        new Event.ObjectRef(TYPE, endpoint.id()),
                        // In no order with anything else: a ping tells whether somebody is there.
                        eventId,
                        1,
                        clock.instant(),
                        null,
                        Json.text(Map.of("endpointId", endpoint.id())));
        events.append(event);
        return event;
    }

    private List<SigningKey> addKeys(WebhookEndpoint endpoint, Set<Kind> kinds) {
        return kinds.stream().map(kind -> endpoints.addKey(endpoint, kind)).toList();
    }

    private void checkUrl(Caller caller, String url) {
        boolean loopbackToo = allowLoopback && caller.environment() == Environment.SANDBOX;
        TargetUrl.fault(url, loopbackToo)
                .ifPresent(
                        fault -> {
                            throw Problem.invalid("url", fault);
                        });
    }

    private void record(
            Caller caller, WebhookEndpoint endpoint, String action, Map<String, ?> detail) {
        audit.record(
                caller,
                Optional.of(endpoint.shopId()),
                "webhook-endpoint." + action,
                TYPE,
                endpoint.id(),
                detail);
    }
}
