package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.WebhookVerdict;
import org.bluejay.connector.shop.WebhookVerdict.Hint;
import org.bluejay.connector.shop.WebhookVerdict.Proven;
import org.bluejay.connector.shop.WebhookVerdict.Rejected;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.shared.WorkDatabase;
import org.jdbi.v3.core.Handle;

/**
 * The webhooks of shops: on disk before their sender hears anything, read after, again when their
 * connector is missing. What they say is believed as far as it is proven, and then only that an
 * order is worth a look.
 */
@ApplicationScoped
class ShopWebhooks {

    private static final System.Logger LOG = System.getLogger(ShopWebhooks.class.getName());

    static final int BATCH = 8;

    private static final Duration READING = Duration.ofSeconds(5);

    /** Longer than a batch can take. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** An unsigned word brings a look no sooner than this. */
    private static final Duration HINTED = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MAX_REASON = 300;

    private static final String INSERT =
            """
            insert into shop_webhook (id, connection_id, received_at, request, state, next_try_at)
            select :id, id, :at, :request, 'received', now() from connection
            where id = :connection and platform = :platform and revoked_at is null\
            """;

    private static final String TAKE =
            """
            update shop_webhook set tries = tries + 1, next_try_at = now() + :lease
            where id in (select id from shop_webhook where state = 'received' and next_try_at <= now()
                         order by next_try_at limit :most for update skip locked)
            returning id, connection_id, request, tries\
            """;

    @Inject WorkDatabase database;
    @Inject Connections connections;
    @Inject OrderQueue queue;
    @Inject OpenShops shops;
    @Inject Secrets secrets;
    @Inject Clock clock;

    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();

    private record Due(UUID id, UUID connectionId, InboundCallback webhook, int tries) {}

    /** The request as it is sealed; the body travels as base64. */
    private record Request(
            String method,
            String token,
            String query,
            Map<String, List<String>> headers,
            byte[] body) {}

    /** Has somebody woken when there is something to read. */
    void whenKept(Runnable wake) {
        sleepers.add(wake);
    }

    /**
     * Keeps a webhook to be read; one that names no connection of ours is nobody's.
     *
     * @throws RuntimeException when it could not be kept; the sender must hear a failure then
     */
    void keep(String platform, InboundCallback webhook) {
        Optional<UUID> connection = Ids.parse(webhook.token());
        if (connection.isEmpty()) {
            return;
        }
        UUID id = Ids.next();
        Request request =
                new Request(
                        webhook.method(),
                        webhook.token(),
                        webhook.query(),
                        webhook.headers(),
                        webhook.body());
        byte[] sealed = secrets.seal(id, Json.bytes(request));
        database.useTransaction(
                handle ->
                        handle.createUpdate(INSERT)
                                .bind("id", id)
                                .bind("at", clock.instant())
                                .bind("request", sealed)
                                .bind("connection", connection.get())
                                .bind("platform", platform.replace("\0", ""))
                                .execute());
        sleepers.forEach(Runnable::run);
    }

    /**
     * Takes a batch of what is due and reads it.
     *
     * @return how many were taken
     */
    int readDue() {
        List<Due> batch =
                database.inTransaction(
                        handle ->
                                handle.createQuery(TAKE)
                                        .bind("most", BATCH)
                                        .bind("lease", LEASE)
                                        .map((row, context) -> read(row))
                                        .list());
        batch.forEach(this::handle);
        return batch.size();
    }

    private void handle(Due due) {
        Connection connection =
                database.inTransaction(handle -> connections.find(handle, due.connectionId()))
                        .orElseThrow();
        try {
            take(due, connection, verdictOn(connection, due.webhook()));
        } catch (ShopException e) {
            postpone(due, "its connector cannot read it now: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=shop-webhook-failed webhook=" + due.id(), e);
            postpone(due, "it could not be taken over: " + e.getClass().getSimpleName());
        }
    }

    private WebhookVerdict verdictOn(Connection connection, InboundCallback webhook)
            throws ShopException {
        OpenShop shop = shops.of(connection);
        return shop.can(ReceivesWebhooks.class)
                ? shop.ask(opened -> ((ReceivesWebhooks) opened).receive(webhook), READING)
                : new Rejected("this platform sends no webhooks");
    }

    private void take(Due due, Connection connection, WebhookVerdict verdict) {
        if (verdict instanceof Rejected rejected) {
            LOG.log(
                    Level.WARNING,
                    "event=shop-webhook-rejected webhook={0} connection={1} reason=\"{2}\"",
                    due.id(),
                    connection.id(),
                    rejected.reason());
            database.useTransaction(handle -> finish(handle, due, "rejected", rejected.reason()));
            return;
        }
        database.useTransaction(
                handle -> {
                    if (verdict instanceof Proven proven) {
                        proven.changes()
                                .forEach(change -> mark(handle, connection, change, Duration.ZERO));
                    } else if (verdict instanceof Hint hint) {
                        mark(handle, connection, new OrderChange(hint.orderId(), ""), HINTED);
                    }
                    finish(handle, due, "handled", "");
                });
    }

    private void mark(Handle handle, Connection connection, OrderChange change, Duration grace) {
        queue.orderChanged(handle, connection.id(), change, "webhook", grace);
    }

    private static void finish(Handle handle, Due due, String state, String reason) {
        handle.execute(
                "update shop_webhook set state = ?, reason = ?, next_try_at = null where id = ?",
                state,
                bounded(reason),
                due.id());
    }

    private void postpone(Due due, String reason) {
        Duration pause = Duration.ofSeconds(2L << Math.min(due.tries(), 9));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        database.useTransaction(
                handle ->
                        handle.execute(
                                "update shop_webhook set reason = ?, next_try_at = now() + ? where"
                                        + " id = ? and state = 'received'",
                                bounded(reason),
                                bounded,
                                due.id()));
    }

    private static String bounded(String reason) {
        String clean = reason.replace("\0", "");
        return clean.length() <= MAX_REASON ? clean : clean.substring(0, MAX_REASON);
    }

    private Due read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Request request = Json.read(secrets.open(id, row.getBytes("request")), Request.class);
        return new Due(
                id,
                row.getObject("connection_id", UUID.class),
                new InboundCallback(
                        request.method,
                        request.token,
                        request.query,
                        request.headers,
                        request.body),
                row.getInt("tries"));
    }
}
