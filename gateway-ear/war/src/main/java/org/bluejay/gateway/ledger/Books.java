package org.bluejay.gateway.ledger;

import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;

/**
 * Whose accounts an entry moves money between.
 *
 * @param shopId which shop it concerns; empty when it concerns none of the merchant's more than
 *     another
 */
public record Books(
        UUID merchantId, Optional<UUID> shopId, Environment environment, Custody custody) {}
