package org.bluejay.gateway.network;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;
import org.jdbi.v3.core.Handle;

/** Where channels are kept; their settings sealed, each under its channel's id. */
@ApplicationScoped
class Channels {

    private static final String INSERT =
            """
            insert into channel (id, merchant_id, shop_id, environment, network, name, custody, settings, created_at)
            values (:id, :merchantId, :shopId, :environment, :network, :name, :custody, :settings, :createdAt)\
            """;

    private static final String UPDATE =
            """
            update channel set name = :name, settings = :settings, revoked_at = :revokedAt, version = version + 1
            where id = :id and version = :version\
            """;

    @Inject Secrets secrets;

    /** For whoever was given a channel's id by an attempt or a callback of that same channel. */
    Optional<Channel> find(Handle handle, UUID id) {
        return handle.createQuery("select * from channel where id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Locks the merchant's channel until the end of the transaction. */
    Optional<Channel> lock(Handle handle, UUID merchantId, Environment environment, UUID id) {
        return handle.createQuery(
                        """
                        select * from channel where id = :id and merchant_id = :merchantId and environment = :environment
                        for update\
                        """)
                .bind("id", id)
                .bind("merchantId", merchantId)
                .bind("environment", EnvironmentConverter.text(environment))
                .map((row, context) -> read(row))
                .findOne();
    }

    Optional<Channel> find(Handle handle, UUID merchantId, Environment environment, UUID id) {
        return find(handle, id)
                .filter(channel -> channel.merchantId().equals(merchantId))
                .filter(channel -> channel.environment() == environment);
    }

    /** The shop's channels that take payments, oldest first. */
    List<Channel> enabled(Handle handle, UUID shopId) {
        return handle.createQuery(
                        """
                        select * from channel where shop_id = :shopId and revoked_at is null order by id
                        limit :most\
                        """)
                .bind("shopId", shopId)
                .bind("most", ChannelService.MAX_PER_SHOP)
                .map((row, context) -> read(row))
                .list();
    }

    /**
     * A part of a merchant's channels, oldest first.
     *
     * @param shopId only this shop's, if given
     * @param after only those after it, if given
     */
    List<Channel> list(
            Handle handle,
            UUID merchantId,
            Environment environment,
            Optional<UUID> shopId,
            Optional<UUID> after,
            int limit) {
        return handle.createQuery(
                        """
                        select * from channel
                        where merchant_id = :merchantId and environment = :environment
                          and (cast(:shopId as uuid) is null or shop_id = :shopId)
                          and (cast(:after as uuid) is null or id > :after)
                        order by id limit :limit\
                        """)
                .bind("merchantId", merchantId)
                .bind("environment", EnvironmentConverter.text(environment))
                .bind("shopId", shopId.orElse(null))
                .bind("after", after.orElse(null))
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list();
    }

    void insert(Handle handle, Channel channel) {
        handle.createUpdate(INSERT)
                .bind("id", channel.id())
                .bind("merchantId", channel.merchantId())
                .bind("shopId", channel.shopId())
                .bind("environment", EnvironmentConverter.text(channel.environment()))
                .bind("network", channel.network())
                .bind("name", channel.name())
                .bind("custody", channel.custody().name().toLowerCase(Locale.ROOT))
                .bind("settings", seal(channel))
                .bind("createdAt", channel.createdAt())
                .execute();
    }

    void update(Handle handle, Channel channel) {
        int rows =
                handle.createUpdate(UPDATE)
                        .bind("id", channel.id())
                        .bind("version", channel.version())
                        .bind("name", channel.name())
                        .bind("settings", seal(channel))
                        .bind("revokedAt", channel.revokedAt().orElse(null))
                        .execute();
        if (rows != 1) {
            throw new IllegalStateException(
                    "channel " + channel.id() + " was changed without its lock");
        }
    }

    private byte[] seal(Channel channel) {
        return secrets.seal(channel.id(), Json.bytes(channel.answers()));
    }

    private Channel read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return Channel.restore(
                id,
                new Channel.Owner(
                        row.getObject("merchant_id", UUID.class),
                        row.getObject("shop_id", UUID.class),
                        EnvironmentConverter.of(row.getString("environment"))),
                row.getString("network"),
                Channel.Custody.valueOf(row.getString("custody").toUpperCase(Locale.ROOT)),
                row.getTimestamp("created_at").toInstant(),
                new Channel.Kept(
                        row.getString("name"),
                        answers(secrets.open(id, row.getBytes("settings"))),
                        instant(row.getTimestamp("revoked_at")),
                        row.getLong("version")));
    }

    private static Map<String, String> answers(byte[] json) {
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
