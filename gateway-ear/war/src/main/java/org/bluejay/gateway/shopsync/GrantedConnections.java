package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Setting;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.jdbi.v3.core.Handle;

/**
 * What becomes of grants: a new connection, another key for the one that there is, or nothing. A
 * connection that gets another key keeps its id, its name, its orders and its webhooks' address.
 */
@ApplicationScoped
class GrantedConnections {

    private static final String GRANT = "connection-grant";

    @Inject Database database;
    @Inject ConnectionService service;
    @Inject Connections connections;
    @Inject Grants grants;
    @Inject OrderQueue queue;
    @Inject AuditLog audit;

    /**
     * The connection as it would be with the granted key, to be tried. Nothing is changed.
     *
     * @throws Problem when it cannot be
     */
    @Transactional
    public Connection drafted(Grant grant) {
        ConfigSchema schema = service.connectorFor(grant.platform()).settings();
        Site site = Site.of(grant.platform(), schema, grant.answers());
        return database.with(
                handle -> {
                    // No site is ever shown another's key.
                    service.holdForSite(handle, grant.owner().shopId(), site);
                    return connections
                            .liveOf(handle, grant.owner().shopId())
                            .map(live -> rekeyed(schema, live, grant))
                            .orElseGet(() -> made(schema, Ids.next(), grant));
                });
    }

    /**
     * Keeps what was tried; what the settings came to meanwhile counts.
     *
     * @throws Problem when the shop was connected to another site meanwhile
     */
    @Transactional
    public void keep(Grant grant, Connection tried) {
        ConfigSchema schema = service.connectorFor(grant.platform()).settings();
        Site site = Site.of(grant.platform(), schema, grant.answers());
        database.use(
                handle -> {
                    service.holdForSite(handle, grant.owner().shopId(), site);
                    Optional<Connection> live = connections.liveOf(handle, grant.owner().shopId());
                    UUID id = live.map(Connection::id).orElse(tried.id());
                    if (!grants.granted(handle, grant.id(), id)) {
                        throw new IllegalStateException(grant + " has come to an end before");
                    }
                    live.ifPresentOrElse(
                            before -> rekey(handle, before, rekeyed(schema, before, grant), grant),
                            () -> insert(handle, made(schema, id, grant), site, grant));
                });
    }

    private void rekey(Handle handle, Connection before, Connection after, Grant grant) {
        connections.update(handle, after);
        queue.bringForward(handle, after.id());
        record(
                grant,
                "connection.change",
                "connection",
                after.id(),
                Map.of("settings", before.changedBy(after.answers()), "grant", grant.id()));
    }

    private void insert(Handle handle, Connection connection, Site site, Grant grant) {
        service.insert(handle, connection, site);
        record(
                grant,
                "connection.create",
                "connection",
                connection.id(),
                Map.of("platform", connection.platform(), "grant", grant.id()));
    }

    /** The owner said no, or the key will not do. One that went on meanwhile is left alone. */
    @Transactional
    public void refuse(Grant grant, Grant.Reason reason, String detail) {
        database.use(
                handle -> {
                    if (grants.refused(handle, grant, reason, detail)) {
                        record(
                                grant,
                                "connection-grant.refuse",
                                GRANT,
                                grant.id(),
                                Map.of("reason", reason.text()));
                    }
                });
    }

    private Connection made(ConfigSchema schema, UUID id, Grant grant) {
        return new Connection(
                id,
                grant.owner(),
                grant.platform(),
                grant.name(),
                ConnectionAnswers.checked(schema, grant.answers()),
                false,
                null,
                service.timeOf(grant.owner()),
                null,
                0);
    }

    /** What never changes stays as it was written first: with or without a slash at its end. */
    private static Connection rekeyed(ConfigSchema schema, Connection live, Grant grant) {
        Map<String, String> answers = new TreeMap<>(grant.answers());
        schema.settings().stream()
                .filter(Setting::fixed)
                .map(Setting::name)
                .filter(live.answers()::containsKey)
                .forEach(answers::remove);
        return live.settledTo(ConnectionAnswers.merged(schema, live, answers));
    }

    private void record(
            Grant grant, String action, String objectType, UUID objectId, Map<String, ?> detail) {
        Connection.Owner owner = grant.owner();
        audit.recordBySystem(
                new AuditLog.Subject(
                        owner.merchantId(), Optional.of(owner.shopId()), owner.environment()),
                action,
                objectType,
                objectId,
                detail);
    }
}
