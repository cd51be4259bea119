package org.bluejay.gateway.merchant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Secret;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.merchant.ApiKey.Terms;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;

/**
 * What can be done with keys. Nobody gives more than they hold: not another environment, not
 * another shop, not a scope of which their own key knows nothing.
 */
@ApplicationScoped
@Transactional
public class ApiKeyService {

    private static final String TYPE = "api-key";

    @Inject EntityManager entities;
    @Inject Shops shops;
    @Inject AuditLog audit;
    @Inject Clock clock;

    /** A new key, with its text, which nobody can tell again. */
    record Issued(ApiKey key, Secret text) {}

    /**
     * Issues a key in the caller's environment.
     *
     * @param shopId the shop it is for; empty: whatever the caller's own key is for
     * @throws Problem 403 for more than the caller's own key may do, 404 for another's shop
     */
    Issued issue(Caller caller, Optional<UUID> shopId, Terms terms) {
        Optional<UUID> shop = shopId.map(id -> shops.of(caller, id).id()).or(caller::shop);
        refuseBeyond(caller, terms);
        Issued issued = add(caller.merchantId(), shop, caller.environment(), terms);
        record(
                caller,
                issued.key(),
                "api-key.create",
                Map.of(
                        "name", terms.name(),
                        "hint", issued.key().hint(),
                        "scopes", terms.scopes().names(),
                        "allowedAddresses", terms.allowedAddresses().texts()));
        return issued;
    }

    /** For callers and for the gateway itself alike; the cause records it. */
    Issued add(UUID merchantId, Optional<UUID> shopId, Environment environment, Terms terms) {
        return add(merchantId, shopId, environment, terms, KeyText.random(environment));
    }

    Issued add(
            UUID merchantId,
            Optional<UUID> shopId,
            Environment environment,
            Terms terms,
            KeyText text) {
        ApiKey key =
                new ApiKey(
                        Ids.next(), merchantId, shopId, environment, terms, text, clock.instant());
        entities.persist(key);
        return new Issued(key, new Secret(text.reveal()));
    }

    /**
     * Changes what a key may do.
     *
     * @throws Problem 403 when it could then do, or could before, what the caller cannot
     */
    ApiKey change(Caller caller, UUID keyId, UnaryOperator<Terms> change) {
        ApiKey key = locked(caller, keyId);
        refuseBeyond(caller, key.scopes());
        Terms terms = change.apply(key.terms());
        refuseBeyond(caller, terms);
        key.change(terms, clock.instant());
        record(
                caller,
                key,
                "api-key.change",
                Map.of(
                        "name", terms.name(),
                        "scopes", terms.scopes().names(),
                        "allowedAddresses", terms.allowedAddresses().texts(),
                        "expiresAt", terms.expiresAt()));
        return key;
    }

    /** Ends a key for good, from the next request on. Ending an ended key changes nothing. */
    ApiKey revoke(Caller caller, UUID keyId) {
        ApiKey key = locked(caller, keyId);
        if (key.revoke(clock.instant())) {
            record(caller, key, "api-key.revoke", Map.of("hint", key.hint()));
        }
        return key;
    }

    /**
     * A key that the caller may know of: of its merchant and environment, and of its own shop when
     * it is of one.
     */
    ApiKey find(Caller caller, UUID keyId) {
        return entities.createQuery(
                        "select k from ApiKey k where k.id = :id and k.merchantId = :merchant"
                                + " and k.environment = :environment",
                        ApiKey.class)
                .setParameter("id", keyId)
                .setParameter("merchant", caller.merchantId())
                .setParameter("environment", caller.environment())
                .getResultStream()
                .filter(key -> caller.shop().isEmpty() || caller.shop().equals(key.shopId()))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("API key"));
    }

    /** The caller's keys, newest first; one more than {@code limit} when there are more. */
    List<ApiKey> page(Caller caller, Optional<UUID> before, int limit) {
        String text =
                "select k from ApiKey k where k.merchantId = :merchant"
                        + " and k.environment = :environment"
                        + caller.shop().map(id -> " and k.shopId = :shop").orElse("")
                        + before.map(id -> " and k.id < :before").orElse("")
                        + " order by k.id desc";
        var query =
                entities.createQuery(text, ApiKey.class)
                        .setParameter("merchant", caller.merchantId())
                        .setParameter("environment", caller.environment())
                        .setMaxResults(limit + 1);
        caller.shop().ifPresent(id -> query.setParameter("shop", id));
        before.ifPresent(id -> query.setParameter("before", id));
        return query.getResultList();
    }

    private ApiKey locked(Caller caller, UUID keyId) {
        ApiKey key = find(caller, keyId);
        entities.lock(key, LockModeType.PESSIMISTIC_WRITE);
        entities.refresh(key);
        return key;
    }

    /** A key that was made for an hour or for one machine does not make one that is for ever. */
    private void refuseBeyond(Caller caller, Terms terms) {
        refuseBeyond(caller, terms.scopes());
        Optional<Terms> own =
                Optional.ofNullable(entities.find(ApiKey.class, caller.keyId())).map(ApiKey::terms);
        if (own.filter(mine -> !mine.outlasts(terms)).isPresent()) {
            throw Problem.forbidden(
                    "terms-beyond-own",
                    "your own key ends at "
                            + own.get().expiresAt().orElseThrow()
                            + "; give an expiresAt that is no later");
        }
        if (own.filter(mine -> !mine.allowedAddresses().covers(terms.allowedAddresses()))
                .isPresent()) {
            throw Problem.forbidden(
                    "terms-beyond-own",
                    "your own key may be used from "
                            + own.get().allowedAddresses().text()
                            + " only; give allowedAddresses within that");
        }
    }

    private static void refuseBeyond(Caller caller, Scopes scopes) {
        List<String> beyond = scopes.beyond(caller.scopes());
        if (!beyond.isEmpty()) {
            throw Problem.forbidden(
                    "scope-not-held", "your own key does not hold " + String.join(", ", beyond));
        }
    }

    private void record(Caller caller, ApiKey key, String action, Map<String, ?> detail) {
        audit.record(caller, key.shopId(), action, TYPE, key.id(), detail);
    }
}
