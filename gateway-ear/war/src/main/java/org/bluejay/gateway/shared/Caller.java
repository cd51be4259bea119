package org.bluejay.gateway.shared;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;

/**
 * Who asks, once a key has been checked: the tenant of everything that follows.
 *
 * @param keyId the key used
 * @param merchantId whose it is
 * @param shop the one shop it speaks for; empty when it speaks for all of the merchant's shops in
 *     its environment
 * @param clockOffset how far the clock of that one shop runs ahead; nothing for a live shop, and
 *     where there is not one shop
 * @param environment live or sandbox, never both
 * @param scopes what it may do, such as {@code invoices:write}
 * @param address where the request came from
 * @param requestId this request's own id
 * @param idempotencyKey the key under which this request must happen at most once, when one was
 *     sent
 */
public record Caller(
        UUID keyId,
        UUID merchantId,
        Optional<UUID> shop,
        Duration clockOffset,
        Environment environment,
        Set<String> scopes,
        String address,
        String requestId,
        Optional<IdempotencyKey> idempotencyKey)
        implements Principal {

    /** Who sent a request to a resource of the API, where no other kind of principal gets in. */
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    /** Whom idempotency keys belong to: the shop, or the merchant for a key of all shops. */
    public UUID scope() {
        return shop.orElse(merchantId);
    }

    @Override
    public String getName() {
        return keyId.toString();
    }
}
