package org.bluejay.gateway.merchant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Secret;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Secrets;
import org.bluejay.gateway.shared.ShopTime;

/** Finds shops, their time and their secrets; always for somebody who may know of them. */
@ApplicationScoped
public class Shops {

    @Inject EntityManager entities;
    @Inject Secrets secrets;
    @Inject Clock clock;

    /** A shop of the merchant, of either environment. */
    public Optional<Shop> find(UUID merchantId, UUID shopId) {
        return entities.createQuery(
                        "select s from Shop s where s.id = :id and s.merchantId = :merchant",
                        Shop.class)
                .setParameter("id", shopId)
                .setParameter("merchant", merchantId)
                .getResultStream()
                .findFirst();
    }

    /**
     * A shop that the caller speaks for: of its merchant and environment, and its own when the key
     * is of one shop.
     *
     * @throws Problem 404 for any other
     */
    public Shop of(Caller caller, UUID shopId) {
        return find(caller.merchantId(), shopId)
                .filter(shop -> shop.environment() == caller.environment())
                .filter(shop -> caller.shop().map(shop.id()::equals).orElse(true))
                .orElseThrow(() -> Problem.notFound("shop"));
    }

    /**
     * What of a shop an order depends on: who it belongs to, which never changes, and its time.
     * Asks nobody when the key is the shop's own, because the check of the key has learnt it.
     *
     * @throws Problem 404 for a shop that the caller does not speak for
     */
    public Tenant tenant(Caller caller, UUID shopId) {
        if (caller.shop().filter(shopId::equals).isPresent()) {
            return new Tenant(
                    caller.merchantId(),
                    shopId,
                    caller.environment(),
                    ShopTime.of(clock, caller.clockOffset().toMillis()));
        }
        Shop shop = of(caller, shopId);
        return new Tenant(shop.merchantId(), shopId, shop.environment(), clockOf(shop));
    }

    /**
     * @param clock the shop's
     */
    public record Tenant(UUID merchantId, UUID shopId, Environment environment, Clock clock) {}

    /**
     * A shop of the caller, held until the transaction ends: two changes at once come one after the
     * other.
     */
    Shop locked(Caller caller, UUID shopId) {
        Shop shop = of(caller, shopId);
        entities.lock(shop, LockModeType.PESSIMISTIC_WRITE);
        entities.refresh(shop);
        return shop;
    }

    /** The caller's shops, newest first; one more than {@code limit} when there are more. */
    List<Shop> page(Caller caller, Optional<UUID> before, int limit) {
        String text =
                "select s from Shop s where s.merchantId = :merchant and s.environment ="
                        + " :environment"
                        + caller.shop().map(id -> " and s.id = :shop").orElse("")
                        + before.map(id -> " and s.id < :before").orElse("")
                        + " order by s.id desc";
        var query =
                entities.createQuery(text, Shop.class)
                        .setParameter("merchant", caller.merchantId())
                        .setParameter("environment", caller.environment())
                        .setMaxResults(limit + 1);
        caller.shop().ifPresent(id -> query.setParameter("shop", id));
        before.ifPresent(id -> query.setParameter("before", id));
        return query.getResultList();
    }

    /** The oldest shop of a merchant in an environment. */
    Optional<Shop> first(UUID merchantId, Environment environment) {
        return entities.createQuery(
                        "select s from Shop s where s.merchantId = :merchant"
                                + " and s.environment = :environment order by s.id",
                        Shop.class)
                .setParameter("merchant", merchantId)
                .setParameter("environment", environment)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The shop's own time: in the sandbox it may run ahead. */
    public Clock clockOf(Shop shop) {
        return ShopTime.of(clock, shop.clockOffset().toMillis());
    }

    /** The same, for who knows only the shop's id. */
    public Clock clockOf(UUID shopId) {
        return clockOf(entities.find(Shop.class, shopId));
    }

    /** The caller's only shop; empty when it speaks for several. */
    public Optional<UUID> onlyOf(Caller caller) {
        List<Shop> shops = page(caller, Optional.empty(), 1);
        return shops.size() == 1 ? Optional.of(shops.get(0).id()) : Optional.empty();
    }

    /** What signs deliveries to the {@code webhookUrl} of the shop's invoices. */
    public Secret webhookSecret(Shop shop) {
        return new Secret(secrets.openText(shop.id(), shop.sealedWebhookSecret()));
    }
}
