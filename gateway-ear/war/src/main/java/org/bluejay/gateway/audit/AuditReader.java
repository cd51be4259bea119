package org.bluejay.gateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.jdbi.v3.core.statement.Query;

/** Reads the audit log, for the merchant whose it is. */
@ApplicationScoped
public class AuditReader {

    private static final String SELECT =
            """
            select id, actor, action, object_type, object_id, shop_id, address, request_id, at, detail::text
            from audit where merchant_id = :merchant and environment = :environment\
            """;

    @Inject Database database;

    /**
     * What to look for; what is empty does not matter.
     *
     * @param action in full, such as {@code shop.rename}
     * @param after not older than this
     * @param before older than this
     */
    record Filter(
            Optional<String> action,
            Optional<String> actor,
            Optional<String> objectType,
            Optional<UUID> objectId,
            Optional<Instant> after,
            Optional<Instant> before) {}

    /** One entry. */
    record Entry(
            UUID id,
            String actor,
            String action,
            String objectType,
            UUID objectId,
            Optional<UUID> shopId,
            Optional<String> address,
            Optional<String> requestId,
            Instant at,
            String detail) {}

    /** Newest first; one more than {@code limit} when there are more. */
    List<Entry> page(Caller caller, Filter filter, Optional<UUID> cursor, int limit) {
        StringBuilder sql = new StringBuilder(SELECT);
        caller.shop().ifPresent(x -> sql.append(" and shop_id = :shop"));
        filter.action().ifPresent(x -> sql.append(" and action = :action"));
        filter.actor().ifPresent(x -> sql.append(" and actor = :actor"));
        filter.objectType().ifPresent(x -> sql.append(" and object_type = :objectType"));
        filter.objectId().ifPresent(x -> sql.append(" and object_id = :objectId"));
        filter.after().ifPresent(x -> sql.append(" and at >= :after and id >= uuid_at(:after)"));
        filter.before().ifPresent(x -> sql.append(" and at < :before"));
        cursor.ifPresent(x -> sql.append(" and id < :cursor"));
        sql.append(" order by id desc limit :limit");
        return database.with(
                handle -> {
                    Query query =
                            handle.createQuery(sql)
                                    .bind("merchant", caller.merchantId())
                                    .bind(
                                            "environment",
                                            EnvironmentConverter.text(caller.environment()))
                                    .bind("limit", limit + 1);
                    caller.shop().ifPresent(value -> query.bind("shop", value));
                    filter.action().ifPresent(value -> query.bind("action", value));
                    filter.actor().ifPresent(value -> query.bind("actor", value));
                    filter.objectType().ifPresent(value -> query.bind("objectType", value));
                    filter.objectId().ifPresent(value -> query.bind("objectId", value));
                    filter.after().ifPresent(value -> query.bind("after", value));
                    filter.before().ifPresent(value -> query.bind("before", value));
                    cursor.ifPresent(value -> query.bind("cursor", value));
                    return query.map((row, context) -> read(row)).list();
                });
    }

    private static Entry read(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, UUID.class),
                Optional.ofNullable(row.getObject(6, UUID.class)),
                Optional.ofNullable(row.getString(7)),
                Optional.ofNullable(row.getString(8)),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getString(10));
    }
}
