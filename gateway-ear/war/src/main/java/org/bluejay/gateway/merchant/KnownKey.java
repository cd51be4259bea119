package org.bluejay.gateway.merchant;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Problem;

/**
 * A key as the database has it at this moment.
 *
 * @param shopId the one shop it speaks for
 * @param clockOffset how far that shop's clock runs ahead
 * @param scopes what it may do
 */
public record KnownKey(
        UUID id,
        UUID merchantId,
        Optional<UUID> shopId,
        Duration clockOffset,
        Environment environment,
        Set<String> scopes,
        AddressRanges allowedAddresses,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {

    /** Why it cannot be used from this address at this time, if it cannot. */
    public Optional<Problem> refusal(Instant now, String address) {
        if (revokedAt.isPresent()) {
            return Optional.of(Problem.unauthenticated("this key was revoked"));
        }
        if (expiresAt.filter(end -> !end.isAfter(now)).isPresent()) {
            return Optional.of(Problem.unauthenticated("this key has expired"));
        }
        if (!allowedAddresses.isEmpty() && !allowedAddresses.contains(address)) {
            return Optional.of(
                    Problem.forbidden(
                            "address-not-allowed", "this key may not be used from this address"));
        }
        return Optional.empty();
    }
}
