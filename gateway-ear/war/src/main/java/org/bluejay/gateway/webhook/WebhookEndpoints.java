package org.bluejay.gateway.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.EventTypes;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.bluejay.gateway.webhook.WebhookEndpoint.Owner;
import org.bluejay.gateway.webhook.WebhookEndpoint.Standing;
import org.bluejay.gateway.webhook.WebhookEndpoint.State;
import org.bluejay.gateway.webhook.WebhookEndpoint.Wishes;

/** Keeps endpoints, their lanes and their secrets; always for somebody who may know of them. */
@ApplicationScoped
class WebhookEndpoints {

    /** Of one shop. */
    private static final int MOST = 50;

    private static final String MINE =
            """
            merchant_id = :merchant and environment = :environment
                and (cast(:shop as uuid) is null or shop_id = :shop) and state <> 'removed'\
            """;

    private static final String SHOP =
            """
            select id from shop where id = :id and merchant_id = :merchant and environment = :environment
                and (cast(:shop as uuid) is null or id = :shop) for share\
            """;

    private static final String INSERT =
            """
            insert into webhook_endpoint (id, merchant_id, shop_id, environment, url, types, description, signatures,
                                          state, created_at)
            values (:id, :merchant, :shop, :environment, :url, :types, :description, :signatures, :state, :createdAt)\
            """;

    private static final String UPDATE =
            """
            update webhook_endpoint set url = :url, types = :types, description = :description,
                signatures = :signatures, state = :state, disabled_reason = :reason, version = version + 1
            where id = :id and version = :version\
            """;

    private static final String KEYS =
            """
            select id, kind, secret from webhook_secret
            where endpoint_id = :endpoint and (expires_at is null or expires_at > :now) order by created_at desc, id desc\
            """;

    private final Database database;
    private final Secrets secrets;
    private final Clock clock;

    /** For the container's proxy only. */
    protected WebhookEndpoints() {
        this(null, null, null);
    }

    @Inject
    WebhookEndpoints(Database database, Secrets secrets, Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Whose a new endpoint will be.
     *
     * @throws Problem 404 when the shop is not the caller's, 409 when it has too many
     */
    Owner ownerOf(Caller caller, UUID shopId) {
        boolean known =
                database.with(
                        handle ->
                                handle.createQuery(SHOP)
                                        .bindMap(tenant(caller))
                                        .bind("id", shopId)
                                        .mapTo(UUID.class)
                                        .findOne()
                                        .isPresent());
        if (!known) {
            throw Problem.notFound("shop");
        }
        int count =
                database.with(
                        handle ->
                                handle.select(
                                                "select count(*) from webhook_endpoint where"
                                                        + " shop_id = ? and state <> 'removed'",
                                                shopId)
                                        .mapTo(Integer.class)
                                        .one());
        if (count >= MOST) {
            throw Problem.conflict(
                    "too-many-endpoints", "a shop has at most " + MOST + " webhook endpoints");
        }
        return new Owner(caller.merchantId(), shopId, caller.environment());
    }

    void add(WebhookEndpoint endpoint) {
        database.use(
                handle -> {
                    handle.createUpdate(INSERT)
                            .bindMap(values(endpoint))
                            .bind("merchant", endpoint.merchantId())
                            .bind("shop", endpoint.shopId())
                            .bind("environment", EnvironmentConverter.text(endpoint.environment()))
                            .bind("createdAt", endpoint.createdAt())
                            .execute();
                    handle.execute(
                            "insert into webhook_lane (id, shop_id, endpoint_id) values (?, ?, ?)",
                            endpoint.id(),
                            endpoint.shopId(),
                            endpoint.id());
                });
    }

    /**
     * @throws Problem 409 when somebody else has changed it meanwhile
     */
    void save(WebhookEndpoint endpoint) {
        int saved =
                database.with(
                        handle ->
                                handle.createUpdate(UPDATE)
                                        .bindMap(values(endpoint))
                                        .bind("reason", endpoint.disabledReason())
                                        .bind("version", endpoint.version())
                                        .execute());
        if (saved == 0) {
            throw Problem.conflict("changed-meanwhile", "the endpoint was changed meanwhile");
        }
    }

    /** A fresh start: the pause and the failures of before are forgotten. */
    void resetLane(UUID lane) {
        database.update(
                "update webhook_lane set failures = 0, failing_since = null, paused_until = null"
                        + " where id = ?",
                lane);
    }

    /**
     * @throws Problem 404
     */
    WebhookEndpoint get(Caller caller, String id) {
        return Ids.parse(id)
                .flatMap(known -> find(caller, known))
                .orElseThrow(() -> Problem.notFound("webhook endpoint"));
    }

    private Optional<WebhookEndpoint> find(Caller caller, UUID id) {
        return database.with(
                handle ->
                        handle.createQuery(
                                        "select * from webhook_endpoint where id = :id and " + MINE)
                                .bindMap(tenant(caller))
                                .bind("id", id)
                                .map((row, context) -> read(row))
                                .findOne());
    }

    /** Newest first. */
    Page<WebhookEndpoint> list(Caller caller, Optional<UUID> before, int limit) {
        String query =
                "select * from webhook_endpoint where "
                        + MINE
                        + " and (cast(:before as uuid) is null or id < :before)"
                        + " order by id desc limit :limit";
        List<WebhookEndpoint> endpoints =
                database.with(
                        handle ->
                                handle.createQuery(query)
                                        .bindMap(tenant(caller))
                                        .bind("before", before.orElse(null))
                                        .bind("limit", limit + 1)
                                        .map((row, context) -> read(row))
                                        .list());
        return Page.of(endpoints, limit, endpoint -> endpoint.id().toString());
    }

    SigningKey addKey(WebhookEndpoint endpoint, Kind kind) {
        UUID id = Ids.next();
        SigningKey key = SigningKey.create(kind);
        database.update(
                "insert into webhook_secret (id, endpoint_id, kind, secret, created_at) values (?,"
                        + " ?, ?, ?, ?)",
                id,
                endpoint.id(),
                kind.name().toLowerCase(Locale.ROOT),
                secrets.seal(id, key.text()),
                clock.instant());
        return key;
    }

    /** Newest first; expired ones are forgotten. */
    List<SigningKey> liveKeys(WebhookEndpoint endpoint) {
        return database.with(
                handle ->
                        handle.createQuery(KEYS)
                                .bind("endpoint", endpoint.id())
                                .bind("now", clock.instant())
                                .map(
                                        (row, context) ->
                                                new SigningKey(
                                                        Kind.valueOf(
                                                                row.getString("kind")
                                                                        .toUpperCase(Locale.ROOT)),
                                                        secrets.openText(
                                                                row.getObject("id", UUID.class),
                                                                row.getBytes("secret"))))
                                .list());
    }

    /** Lets the present keys sign for a while longer, but no longer than they would have. */
    void expireKeys(WebhookEndpoint endpoint, Duration overlap) {
        Instant now = clock.instant();
        database.update(
                "update webhook_secret set expires_at = ? where endpoint_id = ? and expires_at is"
                        + " null",
                now.plus(overlap),
                endpoint.id());
        database.update(
                "delete from webhook_secret where endpoint_id = ? and expires_at <= ?",
                endpoint.id(),
                now);
    }

    static Map<String, Object> tenant(Caller caller) {
        Map<String, Object> values = new HashMap<>();
        values.put("merchant", caller.merchantId());
        values.put("environment", EnvironmentConverter.text(caller.environment()));
        values.put("shop", caller.shop().orElse(null));
        return values;
    }

    private static Map<String, Object> values(WebhookEndpoint endpoint) {
        Wishes wishes = endpoint.wishes();
        return Map.of(
                "id", endpoint.id(),
                "url", wishes.url(),
                "types", wishes.types().text(),
                "description", wishes.description(),
                "signatures", WebhookEndpoint.text(wishes.signatures()),
                "state", endpoint.state().text());
    }

    private static WebhookEndpoint read(ResultSet row) throws SQLException {
        return new WebhookEndpoint(
                row.getObject("id", UUID.class),
                new Owner(
                        row.getObject("merchant_id", UUID.class),
                        row.getObject("shop_id", UUID.class),
                        Environment.valueOf(row.getString("environment").toUpperCase(Locale.ROOT))),
                new Wishes(
                        row.getString("url"),
                        EventTypes.parse(row.getString("types")),
                        row.getString("description"),
                        WebhookEndpoint.signatures(row.getString("signatures"))),
                new Standing(
                        State.of(row.getString("state")),
                        row.getString("disabled_reason"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getLong("version")));
    }
}
