package org.bluejay.connector.network;

import java.util.List;
import java.util.Objects;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.SpiVersion;

/**
 * What a network says of itself.
 *
 * @param id stable name in lower case: {@code mpesa}; part of every transfer's identity, so it
 *     never changes
 * @param name as a person reads it
 * @param version of the connector, semantic
 * @param builtAgainst the SPI it was compiled with
 * @param maturity how far to trust it
 * @param sandboxOnly whether it moves no real money and is refused to live shops
 * @param methods the ways to pay it offers; at least one
 */
public record NetworkDescriptor(
        String id,
        String name,
        String version,
        SpiVersion builtAgainst,
        Maturity maturity,
        boolean sandboxOnly,
        List<MethodDescriptor> methods) {

    public NetworkDescriptor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(builtAgainst, "builtAgainst");
        Objects.requireNonNull(maturity, "maturity");
        methods = List.copyOf(methods);
        if (!id.matches("[a-z][a-z0-9-]{1,31}")) {
            throw new IllegalArgumentException(
                    "a network's id is lower case, digits and dashes: " + id);
        }
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("network " + id + " offers no method");
        }
    }
}
