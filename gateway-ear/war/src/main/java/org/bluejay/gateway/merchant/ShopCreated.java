package org.bluejay.gateway.merchant;

import java.util.UUID;
import org.bluejay.connector.Environment;

/**
 * There is a new shop. Told inside the transaction that makes it, to rooms that give it something
 * to begin with.
 */
public record ShopCreated(UUID merchantId, UUID shopId, Environment environment) {}
