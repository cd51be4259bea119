package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningShopConnector;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.jdbi.v3.core.Handle;

/** Connects shops to the platforms they run on, and changes and ends these connections. */
@ApplicationScoped
public class ConnectionService {

    private static final int MAX_NAME = 100;

    @Inject Database database;
    @Inject Connections connections;
    @Inject OrderQueue queue;
    @Inject OrderNews news;
    @Inject Connectors connectors;
    @Inject AuditLog audit;
    @Inject Shops shops;

    /**
     * What a caller wants connected.
     *
     * @param shopId may be left out by a key of one shop
     * @param platform a connector's id
     * @param name for people
     * @param settings answers to the connector's questions, by name
     */
    public record Wish(
            Optional<UUID> shopId, String platform, String name, Map<String, String> settings) {}

    @Transactional
    public Connection create(Caller caller, Wish wish) {
        Shop shop = shopOf(caller, wish.shopId());
        ConfigSchema schema = connectorFor(wish.platform()).settings();
        Map<String, String> answers = ConnectionAnswers.checked(schema, wish.settings());
        Connection connection =
                new Connection(
                        Ids.next(),
                        new Connection.Owner(shop.merchantId(), shop.id(), shop.environment()),
                        wish.platform(),
                        checkedName(wish.name()),
                        answers,
                        false,
                        null,
                        shops.clockOf(shop).instant(),
                        null,
                        0);
        Site site = Site.of(wish.platform(), schema, answers);
        database.use(handle -> insert(handle, connection, site));
        record(caller, connection, "connection.create", Map.of("platform", wish.platform()));
        return connection;
    }

    void insert(Handle handle, Connection connection, Site site) {
        holdForSite(handle, connection.owner().shopId(), site);
        if (!connections.insert(handle, connection, site)) {
            throw Problem.conflict(
                    "shop-connected",
                    "the shop is connected already: revoke that connection first, or make another"
                            + " shop");
        }
        // Of what was paid before, no event comes any more.
        news.shopConnected(handle, connection.id());
    }

    /**
     * Holds a shop until the end of the transaction.
     *
     * @throws Problem when it was ever connected to another site than this
     */
    void holdForSite(Handle handle, UUID shop, Site site) {
        connections.holdShop(handle, shop);
        if (!connections.sitesOf(handle, shop).stream().allMatch(earlier -> earlier.isAlso(site))) {
            throw Problem.conflict(
                    "another-site",
                    "the shop was connected to another site, and its invoices name that one's"
                            + " orders: make another shop for this one");
        }
    }

    /** The time of the owner's own clock. */
    Instant timeOf(Connection.Owner owner) {
        Shop shop = shops.find(owner.merchantId(), owner.shopId()).orElseThrow();
        return shops.clockOf(shop).instant();
    }

    @Transactional
    public Connection find(Caller caller, UUID id) {
        return database.with(handle -> connections.find(handle, caller, id))
                .orElseThrow(() -> Problem.notFound("connection"));
    }

    /** A part of the caller's connections, oldest first. */
    @Transactional
    public Page<Connection> list(Caller caller, Optional<UUID> after, int limit) {
        List<Connection> rows =
                database.with(handle -> connections.list(handle, caller, after, limit + 1));
        return Page.of(rows, limit, connection -> connection.id().toString());
    }

    /**
     * Changes name and settings; the shop is asked again, whatever it said before.
     *
     * @param name another, if given
     * @param settings answers that change; those not named stay, an empty one goes; all of them
     *     when those that are there are sealed with a key that is gone
     */
    @Transactional
    public Connection change(
            Caller caller, UUID id, Optional<String> name, Map<String, String> settings) {
        return database.with(
                handle -> {
                    Connection connection = locked(handle, caller, id);
                    if (connection.isRevoked()) {
                        throw Problem.conflict("connection-revoked", "the connection was revoked");
                    }
                    Connection next =
                            name.map(ConnectionService::checkedName)
                                    .map(connection::named)
                                    .orElse(connection);
                    Connection settled =
                            settings.isEmpty()
                                    ? next.askedAgain()
                                    : settled(handle, next, settings);
                    connections.update(handle, settled);
                    queue.bringForward(handle, id);
                    Set<String> changed = connection.changedBy(settled.answers());
                    record(caller, next, "connection.change", Map.of("settings", changed));
                    return connections.find(handle, id).orElseThrow();
                });
    }

    private Connection settled(Handle handle, Connection connection, Map<String, String> settings) {
        ConfigSchema schema = connectorFor(connection.platform()).settings();
        Map<String, String> answers = ConnectionAnswers.merged(schema, connection, settings);
        Site site = Site.of(connection.platform(), schema, answers);
        if (!connections.siteOf(handle, connection.id()).isAlso(site)) {
            throw Problem.invalid("settings", "are of another site: connect another shop");
        }
        connections.keepSite(handle, connection.id(), site);
        return connection.settledTo(answers);
    }

    /** Ends a connection: nothing is asked of the shop any more, and its webhooks are nobody's. */
    @Transactional
    public Connection revoke(Caller caller, UUID id) {
        return database.with(
                handle -> {
                    Connection connection = locked(handle, caller, id);
                    if (connection.isRevoked()) {
                        return connection;
                    }
                    connections.update(handle, connection.revoked(timeOf(connection.owner())));
                    record(caller, connection, "connection.revoke", Map.of());
                    return connections.find(handle, id).orElseThrow();
                });
    }

    /** The shop has been asked, and lets us in. */
    @Transactional
    public void answered(Caller caller, UUID id) {
        database.use(
                handle -> {
                    if (locked(handle, caller, id).reconnectSince() != null) {
                        connections.reconnected(handle, id);
                        queue.bringForward(handle, id);
                    }
                });
    }

    /** A part of a connection's orders, by id. */
    @Transactional
    public Page<OrderView> orders(
            Caller caller, UUID id, Optional<String> state, String after, int limit) {
        Connection connection = find(caller, id);
        List<OrderView> rows =
                database.with(
                        handle -> queue.list(handle, connection.id(), state, after, limit + 1));
        return Page.of(rows, limit, OrderView::orderId);
    }

    /**
     * Has an order looked at now, whatever became of earlier looks.
     *
     * @throws Problem 404 when no invoice of the shop names the order
     */
    @Transactional
    public void lookAt(Caller caller, UUID id, String orderId) {
        Connection connection = find(caller, id);
        if (orderId.isEmpty() || orderId.length() > OrderChange.MAX_ID) {
            throw Problem.notFound("order");
        }
        boolean marked =
                database.with(
                        handle ->
                                news.orderChanged(
                                        handle,
                                        connection.id(),
                                        new OrderChange(orderId, ""),
                                        "person",
                                        Duration.ZERO));
        if (!marked) {
            throw Problem.notFound("order");
        }
        record(caller, connection, "connection.look", Map.of("order", orderId));
    }

    RunningShopConnector connectorFor(String platform) {
        return connectors
                .runningShop(platform)
                .orElseThrow(
                        () ->
                                Problem.invalid(
                                        "platform",
                                        "is not an installed shop connector: see"
                                                + " /api/v1/connectors/"));
    }

    static String checkedName(String name) {
        if (name == null || name.isBlank() || name.length() > MAX_NAME) {
            throw Problem.invalid("name", "must have 1 to " + MAX_NAME + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid("name", "must not contain control characters");
        }
        return name;
    }

    private Connection locked(Handle handle, Caller caller, UUID id) {
        return connections
                .lock(handle, caller, id)
                .orElseThrow(() -> Problem.notFound("connection"));
    }

    Shop shopOf(Caller caller, Optional<UUID> wished) {
        UUID id =
                wished.or(caller::shop).orElseThrow(() -> Problem.invalid("shopId", "is required"));
        return shops.find(caller.merchantId(), id)
                .filter(shop -> shop.environment() == caller.environment())
                .filter(shop -> caller.shop().map(shop.id()::equals).orElse(true))
                .orElseThrow(() -> Problem.invalid("shopId", "is not a shop of this key"));
    }

    private void record(Caller caller, Connection connection, String action, Map<String, ?> more) {
        audit.record(
                caller,
                Optional.of(connection.owner().shopId()),
                action,
                "connection",
                connection.id(),
                more);
    }
}
