package org.bluejay.gateway.shared;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;

/** Callers for tests of services. */
public final class Callers {

    private Callers() {}

    /** A sandbox key of all the merchant's shops that may do everything. */
    public static Caller of(UUID merchantId) {
        return of(merchantId, Optional.empty(), Environment.SANDBOX, Set.of("*"));
    }

    /** A sandbox key of one shop. */
    public static Caller of(UUID merchantId, UUID shopId) {
        return of(merchantId, Optional.of(shopId), Environment.SANDBOX, Set.of("*"));
    }

    public static Caller of(
            UUID merchantId, Optional<UUID> shop, Environment environment, Set<String> scopes) {
        return new Caller(
                Ids.next(),
                merchantId,
                shop,
                Duration.ZERO,
                environment,
                scopes,
                "203.0.113.7",
                Ids.next().toString(),
                Optional.empty());
    }

    /** The same, with a request under an idempotency key. */
    public static Caller under(Caller caller, IdempotencyKey key) {
        return new Caller(
                caller.keyId(),
                caller.merchantId(),
                caller.shop(),
                caller.clockOffset(),
                caller.environment(),
                caller.scopes(),
                caller.address(),
                caller.requestId(),
                Optional.of(key));
    }
}
