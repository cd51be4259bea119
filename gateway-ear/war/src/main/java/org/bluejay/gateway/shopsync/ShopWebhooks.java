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
import org.bluejay.gateway.shared.StorableText;
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

    /** Webhooks of one connection that are read at the same time, over all nodes. */
    private static final int AT_ONCE = 2;

    private static final Duration READING = Duration.ofSeconds(5);

    /** Longer than one can take. */
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

    /** The oldest of the connection with least in hand. */
    private static final String TAKE =
            """
            with recursive jump(connection_id) as (
                (select connection_id from shop_webhook where state = 'received' order by connection_id limit 1)
                union all
                select (select d.connection_id from shop_webhook d where d.state = 'received' and d.connection_id > j.connection_id
                        order by d.connection_id limit 1)
                from jump j where j.connection_id is not null
            ), turn as (
                select d.id, h.hands + row_number() over (partition by j.connection_id order by d.next_try_at) as crowd
                from jump j cross join lateral (
                    select count(*) as hands from shop_webhook b where b.connection_id = j.connection_id and b.leased_until > now()
                ) h cross join lateral (
                    select d.id, d.next_try_at from shop_webhook d
                    where d.connection_id = j.connection_id and d.state = 'received' and d.next_try_at <= now()
                    order by d.next_try_at limit greatest(:atOnce - h.hands, 0)
                ) d
            ), next as (
                select d.id from turn join shop_webhook d on d.id = turn.id
                where d.state = 'received' and d.next_try_at <= now()
                order by turn.crowd, d.next_try_at limit 1 for update of d skip locked
            )
            update shop_webhook d set tries = tries + 1, next_try_at = now() + :lease, leased_until = now() + :lease
            from next where d.id = next.id
            returning d.id, d.connection_id, d.request, d.tries\
            """;

    @Inject WorkDatabase database;
    @Inject Connections connections;
    @Inject OrderNews news;
    @Inject OpenShops shops;
    @Inject Secrets secrets;
    @Inject Clock clock;

    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();

    /**
     * A webhook whose turn it is.
     *
     * @param webhook empty when its seal does not open: it waits, and no other waits for it
     */
    private record Due(UUID id, UUID connectionId, Optional<InboundCallback> webhook, int tries) {}

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
     * Reads the webhook whose turn it is, if there is one: connections in turn, oldest first within
     * one.
     *
     * @return whether there was
     */
    boolean readNext() {
        Optional<Due> next =
                database.inTransaction(
                        handle ->
                                handle.createQuery(TAKE)
                                        .bind("atOnce", AT_ONCE)
                                        .bind("lease", LEASE)
                                        .map((row, context) -> read(row))
                                        .findOne());
        next.ifPresent(this::handle);
        return next.isPresent();
    }

    private void handle(Due due) {
        if (due.webhook().isEmpty()) {
            postpone(due, "its seal does not open: is an earlier key missing?");
            return;
        }
        try {
            Connection connection =
                    database.inTransaction(handle -> connections.find(handle, due.connectionId()))
                            .orElseThrow();
            take(due, connection, verdictOn(connection, due.webhook().get()));
        } catch (ShopException e) {
            postpone(due, "its connector cannot read it now: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=shop-webhook-failed webhook=" + due.id(), e);
            postpone(due, "it could not be taken over: " + e.getClass().getSimpleName());
        }
    }

    private WebhookVerdict verdictOn(Connection connection, InboundCallback webhook)
            throws ShopException {
        return shops.use(
                connection,
                shop ->
                        shop.can(ReceivesWebhooks.class)
                                ? shop.ask(
                                        opened -> ((ReceivesWebhooks) opened).receive(webhook),
                                        READING)
                                : new Rejected("this platform sends no webhooks"));
    }

    private void take(Due due, Connection connection, WebhookVerdict verdict) {
        Optional<String> refusal = refusal(verdict);
        if (refusal.isPresent()) {
            LOG.log(
                    Level.WARNING,
                    "event=shop-webhook-rejected webhook={0} connection={1} reason=\"{2}\"",
                    due.id(),
                    connection.id(),
                    refusal.get());
            database.useTransaction(handle -> finish(handle, due, "rejected", refusal.get()));
            return;
        }
        database.useTransaction(
                handle -> {
                    if (verdict instanceof Proven proven) {
                        OrderNews.inTurn(proven.changes())
                                .forEach(change -> mark(handle, connection, change, Duration.ZERO));
                    } else if (verdict instanceof Hint hint) {
                        mark(handle, connection, new OrderChange(hint.orderId(), ""), HINTED);
                    }
                    finish(handle, due, "handled", "");
                });
    }

    /** Anybody can send a hint: one that can name no order is not tried again. */
    private static Optional<String> refusal(WebhookVerdict verdict) {
        if (verdict instanceof Rejected rejected) {
            return Optional.of(rejected.reason());
        }
        return verdict instanceof Hint hint
                        && (hint.orderId().isEmpty()
                                || hint.orderId().length() > OrderChange.MAX_ID)
                ? Optional.of("it names no order")
                : Optional.empty();
    }

    private void mark(Handle handle, Connection connection, OrderChange change, Duration grace) {
        news.orderChanged(handle, connection.id(), change, "webhook", grace);
    }

    private static void finish(Handle handle, Due due, String state, String reason) {
        handle.execute(
                "update shop_webhook set state = ?, reason = ?, next_try_at = null, leased_until ="
                        + " null where id = ?",
                state,
                StorableText.bounded(reason, MAX_REASON),
                due.id());
    }

    private void postpone(Due due, String reason) {
        Duration pause = Duration.ofSeconds(2L << Math.min(due.tries(), 9));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        database.useTransaction(
                handle ->
                        handle.execute(
                                "update shop_webhook set reason = ?, next_try_at = now() + ?,"
                                    + " leased_until = null where id = ? and state = 'received'",
                                StorableText.bounded(reason, MAX_REASON),
                                bounded,
                                due.id()));
    }

    private Due read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Due(
                id,
                row.getObject("connection_id", UUID.class),
                open(id, row.getBytes("request")),
                row.getInt("tries"));
    }

    private Optional<InboundCallback> open(UUID id, byte[] sealed) {
        try {
            Request request = Json.read(secrets.open(id, sealed), Request.class);
            return Optional.of(
                    new InboundCallback(
                            request.method,
                            request.token,
                            request.query,
                            request.headers,
                            request.body));
        } catch (IllegalStateException unopened) {
            LOG.log(Level.ERROR, "event=shop-webhook-sealed webhook=" + id, unopened);
            return Optional.empty();
        }
    }
}
