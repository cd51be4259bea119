package org.bluejay.gateway.merchant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Secret;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Secrets;

/** What can be done with shops. One method is one transaction, and each is in the audit log. */
@ApplicationScoped
@Transactional
public class ShopService {

    private static final String TYPE = "shop";

    @Inject EntityManager entities;
    @Inject Shops shops;
    @Inject AuditLog audit;
    @Inject Secrets secrets;
    @Inject Clock clock;
    @Inject Event<ShopCreated> created;

    /**
     * Makes a shop in the caller's environment.
     *
     * @throws Problem 403 for a key of one shop
     */
    public Shop create(Caller caller, String name) {
        if (caller.shop().isPresent()) {
            throw Problem.forbidden(
                    "merchant-key-needed", "a key of one shop cannot make another shop");
        }
        Shop shop = add(caller.merchantId(), caller.environment(), name);
        audit.record(
                caller,
                Optional.of(shop.id()),
                "shop.create",
                TYPE,
                shop.id(),
                Map.of("name", name));
        return shop;
    }

    /** For the caller's and the gateway's own shops alike; the cause records it. */
    Shop add(UUID merchantId, Environment environment, String name) {
        UUID id = Ids.next();
        Shop shop =
                new Shop(
                        id,
                        merchantId,
                        environment,
                        name,
                        secrets.seal(id, newWebhookSecret().reveal()),
                        clock.instant());
        entities.persist(shop);
        // Written now: others may refer to it by SQL in this transaction.
        entities.flush();
        created.fire(new ShopCreated(merchantId, id, environment));
        return shop;
    }

    public Shop rename(Caller caller, UUID shopId, String name) {
        Shop shop = shops.locked(caller, shopId);
        String before = shop.name();
        shop.rename(name);
        record(caller, shop, "shop.rename", Map.of("from", before, "to", name));
        return shop;
    }

    /** Gives the shop another webhook secret; from its commit on, only that one signs. */
    public Shop rotateWebhookSecret(Caller caller, UUID shopId) {
        Shop shop = shops.locked(caller, shopId);
        shop.replaceWebhookSecret(secrets.seal(shop.id(), newWebhookSecret().reveal()));
        record(caller, shop, "shop.rotate-secret", Map.of());
        return shop;
    }

    /**
     * Moves a sandbox shop's clock forward, by at most ten years in all.
     *
     * @throws Problem 409 for a live shop
     */
    public Shop advanceClock(Caller caller, UUID shopId, Duration by) {
        Shop shop = shops.locked(caller, shopId);
        shop.advanceClock(by);
        record(caller, shop, "shop.advance-clock", Map.of("by", by.toString()));
        return shop;
    }

    private void record(Caller caller, Shop shop, String action, Map<String, ?> detail) {
        audit.record(caller, Optional.of(shop.id()), action, TYPE, shop.id(), detail);
    }

    /** 256 random bits, as Standard Webhooks writes them. */
    private static Secret newWebhookSecret() {
        return new Secret("whsec_" + Base64.getEncoder().encodeToString(Ids.randomBytes(32)));
    }
}
