package org.bluejay.gateway.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.ledger.Custody;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Ids;

/** Invoices, their attempts, quotes and transfers in the database. */
@ApplicationScoped
class InvoiceRepository {

    private static final String TRANSFER_BY_ANY_NAME =
            """
            select distinct transfer_id from transfer_name
            where environment = :environment and network = :network and name = any(:names)\
            """;

    private static final String OWNERS =
            """
            select distinct t.invoice_id from transfer_name n join transfer t on t.id = n.transfer_id
            where n.environment = :environment and n.network = :network and n.name = any(:names)
              and t.shop_id = :shop and t.invoice_id is not null\
            """;

    private static final String NAME =
            "insert into transfer_name (environment, network, name, transfer_id)"
                    + " values (:environment, :network, :name, :transfer)";

    @Inject EntityManager em;
    @Inject Database database;

    /** An invoice of the caller's, by its id or its link. */
    Optional<Invoice> find(Caller caller, String idOrLink) {
        String key = Ids.parse(idOrLink).isPresent() ? "i.id = :key" : "i.link = :key";
        var query =
                em.createQuery(
                                "select i from Invoice i where "
                                        + key
                                        + " and i.merchantId = :merchant and i.environment ="
                                        + " :environment"
                                        + (caller.shop().isPresent()
                                                ? " and i.shopId = :shop"
                                                : ""),
                                Invoice.class)
                        .setParameter(
                                "key", Ids.parse(idOrLink).<Object>map(id -> id).orElse(idOrLink))
                        .setParameter("merchant", caller.merchantId())
                        .setParameter(
                                "environment", EnvironmentConverter.text(caller.environment()));
        caller.shop().ifPresent(shop -> query.setParameter("shop", shop));
        return query.getResultStream().findFirst();
    }

    /** For whoever holds the link: it is the payer's capability. */
    Optional<Invoice> findByLink(String link) {
        return em.createQuery("select i from Invoice i where i.link = :link", Invoice.class)
                .setParameter("link", link)
                .getResultStream()
                .findFirst();
    }

    /** For a change: all changes of one invoice wait for each other here. */
    Invoice lock(UUID id) {
        Invoice invoice = em.find(Invoice.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (invoice == null) {
            throw new IllegalStateException("invoice " + id + " is gone");
        }
        em.refresh(invoice, LockModeType.PESSIMISTIC_WRITE);
        return invoice;
    }

    Invoice byId(UUID id) {
        return em.find(Invoice.class, id);
    }

    /** An attempt, under its invoice's lock. */
    PaymentAttempt locked(UUID attemptId) {
        PaymentAttempt attempt = attempt(attemptId).orElseThrow();
        lock(attempt.invoiceId());
        return fresh(attempt);
    }

    Optional<UUID> attemptByToken(UUID channelId, String token) {
        return em.createQuery(
                        "select a.id from PaymentAttempt a where a.callbackToken = :token and"
                                + " a.channelId = :channel",
                        UUID.class)
                .setParameter("token", token)
                .setParameter("channel", channelId)
                .getResultStream()
                .findFirst();
    }

    /** For whoever holds the token: only the network and the payer's wallet were told it. */
    Optional<PaymentAttempt> attemptByToken(String token) {
        return em.createQuery(
                        "select a from PaymentAttempt a where a.callbackToken = :token",
                        PaymentAttempt.class)
                .setParameter("token", token)
                .getResultStream()
                .findFirst();
    }

    /** Whose channel it is. */
    ChannelRef channel(UUID channelId) {
        return database.with(
                handle ->
                        handle.createQuery(
                                        "select merchant_id, shop_id, environment, network from"
                                                + " channel where id = :id")
                                .bind("id", channelId)
                                .map(
                                        (row, context) ->
                                                new ChannelRef(
                                                        row.getObject("merchant_id", UUID.class),
                                                        row.getObject("shop_id", UUID.class),
                                                        Environment.valueOf(
                                                                row.getString("environment")
                                                                        .toUpperCase(Locale.ROOT)),
                                                        channelId,
                                                        row.getString("network")))
                                .one());
    }

    /** In whose wallet the money of a channel lies. */
    Custody custody(UUID channelId) {
        return database.with(
                handle ->
                        handle.createQuery("select custody from channel where id = :id")
                                .bind("id", channelId)
                                .map(
                                        (row, context) ->
                                                Custody.valueOf(
                                                        row.getString("custody")
                                                                .toUpperCase(Locale.ROOT)))
                                .one());
    }

    /** An attempt as it is now that its invoice is locked; it may have been read before. */
    PaymentAttempt fresh(PaymentAttempt attempt) {
        em.refresh(attempt);
        return attempt;
    }

    Optional<PaymentAttempt> attempt(UUID id) {
        return Optional.ofNullable(em.find(PaymentAttempt.class, id));
    }

    List<PaymentAttempt> attempts(Invoice invoice) {
        return em.createQuery(
                        "select a from PaymentAttempt a where a.invoiceId = :invoice order by a.id",
                        PaymentAttempt.class)
                .setParameter("invoice", invoice.id())
                .getResultList();
    }

    /** All promises made to payers of one attempt, newest first. */
    List<Quote> quotes(PaymentAttempt attempt, CurrencyUnit currency) {
        List<Quote> quotes =
                em.createQuery(
                                "select q from Quote q where q.attemptId = :attempt order by q.id"
                                        + " desc",
                                Quote.class)
                        .setParameter("attempt", attempt.id())
                        .getResultList();
        quotes.forEach(quote -> quote.in(attempt.asset(), currency));
        return quotes;
    }

    List<Transfer> transfers(Invoice invoice) {
        return em.createQuery(
                        "select t from Transfer t where t.invoiceId = :invoice order by t.id",
                        Transfer.class)
                .setParameter("invoice", invoice.id())
                .getResultList();
    }

    /**
     * Which invoice an attempt of this channel pays; empty when the channel has no such attempt.
     */
    Optional<UUID> invoiceOf(UUID attemptId, UUID channelId) {
        return em.createQuery(
                        "select a.invoiceId from PaymentAttempt a where a.id = :attempt and"
                                + " a.channelId = :channel",
                        UUID.class)
                .setParameter("attempt", attemptId)
                .setParameter("channel", channelId)
                .getResultStream()
                .findFirst();
    }

    /** The movement that goes by any of these ids, over the whole installation. */
    Optional<Transfer> transfer(Environment environment, String network, Collection<String> names) {
        em.flush();
        return database.with(
                        handle ->
                                handle.createQuery(TRANSFER_BY_ANY_NAME)
                                        .bind("environment", EnvironmentConverter.text(environment))
                                        .bind("network", network)
                                        .bind("names", names.toArray(String[]::new))
                                        .mapTo(UUID.class)
                                        .findFirst())
                .flatMap(this::transfer);
    }

    /**
     * Which invoices the shop's movements belong to that go by any of these ids, as it looks before
     * anything is locked.
     */
    List<UUID> owners(ChannelRef channel, Collection<String> names) {
        return database.with(
                handle ->
                        handle.createQuery(OWNERS)
                                .bind(
                                        "environment",
                                        EnvironmentConverter.text(channel.environment()))
                                .bind("network", channel.network())
                                .bind("names", names.toArray(String[]::new))
                                .bind("shop", channel.shopId())
                                .mapTo(UUID.class)
                                .list());
    }

    /**
     * Gives a new movement all its ids. Whoever writes the same movement down at the same time, by
     * whichever of its ids, fails and finds it when it tries again.
     */
    void claimNames(Transfer transfer, Collection<String> names) {
        name(NAME, transfer, names);
    }

    /** Remembers further ids of a movement; one that is known already stays whose it is. */
    void addNames(Transfer transfer, Collection<String> names) {
        name(NAME + " on conflict do nothing", transfer, names);
    }

    private void name(String sql, Transfer transfer, Collection<String> names) {
        em.flush();
        database.use(
                handle -> {
                    var batch = handle.prepareBatch(sql);
                    for (String name : names.stream().sorted().toList()) {
                        batch.bind("environment", EnvironmentConverter.text(transfer.environment()))
                                .bind("network", transfer.network())
                                .bind("name", name)
                                .bind("transfer", transfer.id())
                                .add();
                    }
                    batch.execute();
                });
    }

    Optional<Transfer> transfer(UUID id) {
        return Optional.ofNullable(em.find(Transfer.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Every timer of a shop's invoices and attempts. */
    void pullForward(UUID shopId, Duration by) {
        database.use(
                handle -> {
                    handle.createUpdate(
                                    "update invoice set expiry_due_at = expiry_due_at - :by,"
                                            + " version = version + 1 where shop_id = :shop and"
                                            + " expiry_due_at is not null")
                            .bind("by", by)
                            .bind("shop", shopId)
                            .execute();
                    handle.createUpdate(
                                    "update payment_attempt a set next_look_up_at ="
                                        + " a.next_look_up_at - :by, version = a.version + 1 from"
                                        + " invoice i where i.id = a.invoice_id and i.shop_id ="
                                        + " :shop and a.next_look_up_at is not null")
                            .bind("by", by)
                            .bind("shop", shopId)
                            .execute();
                });
    }

    void add(Object entity) {
        em.persist(entity);
    }

    void flush() {
        em.flush();
    }
}
