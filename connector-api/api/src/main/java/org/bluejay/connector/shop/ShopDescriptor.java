package org.bluejay.connector.shop;

import java.util.Objects;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.SpiVersion;

/**
 * What a shop platform's connector says of itself.
 *
 * @param id stable name in lower case: {@code woocommerce}; part of the address to which the shop
 *     sends its webhooks, so it never changes
 * @param name as a person reads it
 * @param version of the connector, semantic
 * @param builtAgainst the SPI it was compiled with
 * @param maturity how far to trust it
 */
public record ShopDescriptor(
        String id, String name, String version, SpiVersion builtAgainst, Maturity maturity) {

    public ShopDescriptor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(builtAgainst, "builtAgainst");
        Objects.requireNonNull(maturity, "maturity");
        if (!id.matches("[a-z][a-z0-9-]{1,31}")) {
            throw new IllegalArgumentException(
                    "a platform's id is lower case, digits and dashes: " + id);
        }
    }
}
