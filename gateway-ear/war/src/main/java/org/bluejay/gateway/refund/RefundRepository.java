package org.bluejay.gateway.refund;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.EnvironmentConverter;

/** Refunds in the database. */
@ApplicationScoped
class RefundRepository {

    private static final String OF_CALLER =
            "select r from Refund r where r.merchantId = :merchant and r.environment ="
                    + " :environment";

    @Inject EntityManager em;
    @Inject Database database;

    /**
     * What to look for; what is empty does not matter.
     *
     * @param status as the API writes it
     */
    record Filter(Optional<String> status, Optional<UUID> invoiceId, Optional<UUID> paymentId) {}

    Optional<Refund> find(Caller caller, UUID id) {
        return ofCaller(caller, " and r.id = :id")
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    /** Newest first; one more than {@code limit} when there are more. */
    List<Refund> page(Caller caller, Filter filter, Optional<UUID> before, int limit) {
        String which =
                (filter.status().isPresent() ? " and r.state = :status" : "")
                        + (filter.invoiceId().isPresent() ? " and r.invoiceId = :invoice" : "")
                        + (filter.paymentId().isPresent() ? " and r.paymentId = :payment" : "")
                        + (before.isPresent() ? " and r.id < :before" : "");
        TypedQuery<Refund> query = ofCaller(caller, which + " order by r.id desc");
        filter.status().ifPresent(value -> query.setParameter("status", value));
        filter.invoiceId().ifPresent(value -> query.setParameter("invoice", value));
        filter.paymentId().ifPresent(value -> query.setParameter("payment", value));
        before.ifPresent(value -> query.setParameter("before", value));
        return query.setMaxResults(limit + 1).getResultList();
    }

    /** All refunds of an invoice, oldest first. */
    List<Refund> of(Invoice invoice) {
        return em.createQuery(
                        "select r from Refund r where r.invoiceId = :invoice order by r.id",
                        Refund.class)
                .setParameter("invoice", invoice.id())
                .getResultList();
    }

    /** A refund as it is now that its invoice is locked; it may have been read before. */
    Refund fresh(UUID id) {
        Refund refund = em.find(Refund.class, id);
        em.refresh(refund);
        return refund;
    }

    /**
     * The refund that the shop knows by this id and that has not failed. Whoever asks is the only
     * one to make one until his transaction ends.
     */
    Optional<UUID> ofShopsOwn(UUID shopId, String shopRefundId) {
        claim("refund/" + shopId + "/" + shopRefundId);
        return one(
                "select id from refund where shop_id = ? and shop_refund_id = ? and state <>"
                        + " 'failed'",
                shopId,
                shopRefundId);
    }

    /**
     * The merchant's refund that goes by this name of the network's, whoever paid it, and has not
     * failed. Whoever asks is the merchant's only one to record under it until his transaction
     * ends.
     */
    Optional<UUID> knownAs(
            UUID merchantId, Environment environment, String network, String reference) {
        String world = EnvironmentConverter.text(environment);
        claim("refund/" + merchantId + "/" + world + "/" + network + "/" + reference);
        return one(
                "select id from refund where merchant_id = ? and environment = ? and network = ?"
                        + " and network_refund_id = ? and state <> 'failed'",
                merchantId,
                world,
                network,
                reference);
    }

    private void claim(String name) {
        database.use(
                handle ->
                        handle.select(
                                        "select pg_advisory_xact_lock(hashtextextended(?,"
                                                + " 0))::text",
                                        name)
                                .mapTo(String.class)
                                .list());
    }

    /** Every timer of a shop's refunds. */
    void pullForward(UUID shopId, Duration by) {
        database.use(
                handle ->
                        handle.createUpdate(
                                        "update refund set step_due_at = step_due_at - :by, version"
                                            + " = version + 1 where shop_id = :shop and step_due_at"
                                            + " is not null")
                                .bind("by", by)
                                .bind("shop", shopId)
                                .execute());
    }

    void add(Refund refund) {
        em.persist(refund);
        em.flush();
    }

    private Optional<UUID> one(String sql, Object... arguments) {
        em.flush();
        return database.with(handle -> handle.select(sql, arguments).mapTo(UUID.class).findFirst());
    }

    private TypedQuery<Refund> ofCaller(Caller caller, String which) {
        String shop = caller.shop().isPresent() ? " and r.shopId = :shop" : "";
        TypedQuery<Refund> query =
                em.createQuery(OF_CALLER + shop + which, Refund.class)
                        .setParameter("merchant", caller.merchantId())
                        .setParameter(
                                "environment", EnvironmentConverter.text(caller.environment()));
        caller.shop().ifPresent(id -> query.setParameter("shop", id));
        return query;
    }
}
