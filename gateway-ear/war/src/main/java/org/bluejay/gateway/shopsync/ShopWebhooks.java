package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
import org.bluejay.gateway.connector.InboundQueue;
import org.bluejay.gateway.connector.SealedRequests;
import org.bluejay.gateway.shared.Ids;
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

    private static final Duration READING = Duration.ofSeconds(5);

    /**
     * Longer than one takes, and how long the others wait for a node that has died. Should two read
     * it all the same, its order is looked at once more.
     */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** An unsigned word brings a look no sooner than this. */
    private static final Duration HINTED = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private static final String INSERT =
            """
            insert into shop_webhook (id, connection_id, received_at, request, state, next_try_at)
            select :id, id, :at, :request, 'received', now() from connection
            where id = :connection and platform = :platform and revoked_at is null\
            """;

    @Inject WorkDatabase database;
    @Inject Connections connections;
    @Inject OrderNews news;
    @Inject OpenShops shops;
    @Inject SealedRequests requests;
    @Inject Clock clock;

    private final InboundQueue queue = new InboundQueue("shop_webhook", "connection_id");
    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();

    /**
     * A webhook whose turn it is.
     *
     * @param webhook empty when its seal does not open: it waits, and no other waits for it
     */
    private record Due(UUID id, UUID connectionId, Optional<InboundCallback> webhook, int tries) {}

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
        byte[] sealed = requests.seal(id, webhook);
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
        Optional<InboundQueue.Turn> next =
                database.inTransaction(handle -> queue.take(handle, LEASE));
        next.map(this::due).ifPresent(this::handle);
        return next.isPresent();
    }

    private Due due(InboundQueue.Turn turn) {
        return new Due(
                turn.id(),
                UUID.fromString(turn.lane()),
                requests.open(turn.id(), turn.request()),
                turn.tries());
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
            database.useTransaction(handle -> queue.rejected(handle, due.id(), refusal.get()));
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
                    queue.handled(handle, due.id());
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

    private void postpone(Due due, String reason) {
        Duration pause = Duration.ofSeconds(2L << Math.min(due.tries(), 9));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        database.useTransaction(handle -> queue.postpone(handle, due.id(), reason, bounded));
    }
}
