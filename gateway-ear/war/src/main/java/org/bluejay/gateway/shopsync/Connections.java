package org.bluejay.gateway.shopsync;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Where connections are kept; their settings sealed, each under its connection's id. */
@ApplicationScoped
class Connections {

    private static final String INSERT =
            """
            insert into connection (id, merchant_id, shop_id, environment, platform, name, settings, site, created_at)
            values (:id, :merchantId, :shopId, :environment, :platform, :name, :settings, :site, :createdAt)
            on conflict do nothing\
            """;

    private static final String UPDATE =
            """
            update connection set name = :name, settings = coalesce(:settings, settings), reconnect_since = :reconnectSince,
                revoked_at = :revokedAt, version = version + 1
            where id = :id and version = :version\
            """;

    private static final String OF_CALLER =
            """
            select * from connection where merchant_id = :merchantId and environment = :environment
                and (cast(:shopId as uuid) is null or shop_id = :shopId)\
            """;

    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    @Inject Secrets secrets;

    /** For whoever was given a connection's id by an order or a webhook of that same connection. */
    Optional<Connection> find(Handle handle, UUID id) {
        return handle.createQuery("select * from connection where id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    Optional<Connection> find(Handle handle, Caller caller, UUID id) {
        return ofCaller(handle, caller, " and id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Locks the caller's connection until the end of the transaction. */
    Optional<Connection> lock(Handle handle, Caller caller, UUID id) {
        return ofCaller(handle, caller, " and id = :id for update")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** A part of the caller's connections, oldest first. */
    List<Connection> list(Handle handle, Caller caller, Optional<UUID> after, int limit) {
        return ofCaller(
                        handle,
                        caller,
                        " and (cast(:after as uuid) is null or id > :after) order by id limit"
                                + " :limit")
                .bind("after", after.orElse(null))
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list();
    }

    private static Query ofCaller(Handle handle, Caller caller, String which) {
        return handle.createQuery(OF_CALLER + which)
                .bind("merchantId", caller.merchantId())
                .bind("environment", EnvironmentConverter.text(caller.environment()))
                .bind("shopId", caller.shop().orElse(null));
    }

    /** Holds the shop: of two connections made at once, one comes after the other. */
    void holdShop(Handle handle, UUID shopId) {
        handle.createQuery("select id from shop where id = :id for no key update")
                .bind("id", shopId)
                .mapTo(UUID.class)
                .one();
    }

    /** The shop's one connection that is not revoked, locked until the end of the transaction. */
    Optional<Connection> liveOf(Handle handle, UUID shopId) {
        return handle.createQuery(
                        "select * from connection where shop_id = :shop and revoked_at is null for"
                                + " update")
                .bind("shop", shopId)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Sites that the shop was ever connected to, revoked connections' too. */
    List<Site> sitesOf(Handle handle, UUID shopId) {
        return handle.createQuery("select platform, site from connection where shop_id = :shop")
                .bind("shop", shopId)
                .map((row, context) -> site(row))
                .list();
    }

    Site siteOf(Handle handle, UUID id) {
        return handle.createQuery("select platform, site from connection where id = :id")
                .bind("id", id)
                .map((row, context) -> site(row))
                .one();
    }

    private static Site site(ResultSet row) throws SQLException {
        byte[] marks = row.getString("site").getBytes(StandardCharsets.UTF_8);
        return new Site(row.getString("platform"), texts(marks));
    }

    /** An answer that never changes, and was not there before. */
    void keepSite(Handle handle, UUID id, Site site) {
        handle.execute("update connection set site = ? where id = ?", Json.text(site.marks()), id);
    }

    /**
     * @return false when the shop has one already
     */
    boolean insert(Handle handle, Connection connection, Site site) {
        return handle.createUpdate(INSERT)
                        .bind("id", connection.id())
                        .bind("merchantId", connection.owner().merchantId())
                        .bind("shopId", connection.owner().shopId())
                        .bind(
                                "environment",
                                EnvironmentConverter.text(connection.owner().environment()))
                        .bind("platform", connection.platform())
                        .bind("name", connection.name())
                        .bind("settings", seal(connection))
                        .bind("site", Json.text(site.marks()))
                        .bind("createdAt", connection.createdAt())
                        .execute()
                == 1;
    }

    void update(Handle handle, Connection connection) {
        int rows =
                handle.createUpdate(UPDATE)
                        .bind("id", connection.id())
                        .bind("version", connection.version())
                        .bind("name", connection.name())
                        .bind("settings", connection.sealed() ? null : seal(connection))
                        .bind("reconnectSince", connection.reconnectSince())
                        .bind("revokedAt", connection.revokedAt())
                        .execute();
        if (rows != 1) {
            throw new IllegalStateException(connection + " was changed without its lock");
        }
    }

    /** The shop refuses our key: it is left alone until its owner acts. */
    void needsReconnect(Handle handle, Connection connection, Instant since) {
        handle.execute(
                """
                update connection set reconnect_since = ? where id = ? and version = ? and reconnect_since is null\
                """,
                since,
                connection.id(),
                connection.version());
    }

    /** The shop lets us in again. */
    void reconnected(Handle handle, UUID id) {
        handle.execute("update connection set reconnect_since = null where id = ?", id);
    }

    private byte[] seal(Connection connection) {
        return secrets.seal(connection.id(), Json.bytes(connection.answers()));
    }

    private Connection read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Optional<Map<String, String>> answers = open(id, row.getBytes("settings"));
        return new Connection(
                id,
                new Connection.Owner(
                        row.getObject("merchant_id", UUID.class),
                        row.getObject("shop_id", UUID.class),
                        EnvironmentConverter.of(row.getString("environment"))),
                row.getString("platform"),
                row.getString("name"),
                answers.orElse(Map.of()),
                answers.isEmpty(),
                instant(row.getTimestamp("reconnect_since")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("revoked_at")),
                row.getLong("version"));
    }

    /** One whose key is gone must be found all the same, or nobody could mend or end it. */
    private Optional<Map<String, String>> open(UUID id, byte[] sealed) {
        try {
            return Optional.of(texts(secrets.open(id, sealed)));
        } catch (IllegalStateException unopened) {
            LOG.log(
                    Level.WARNING,
                    "event=connection-sealed connection={0} cause=\"{1}\"",
                    id,
                    unopened.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, String> texts(byte[] json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
