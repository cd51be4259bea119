package org.bluejay.connector.shop;

import java.util.Objects;

/**
 * That an order was made or changed. What became of it is read from the shop.
 *
 * @param orderId the platform's own id
 * @param version of the order after the change, as {@link OrderSnapshot#version()}; empty when it
 *     was not told. A version that the host has read already is news to nobody: mostly the echo of
 *     what it wrote itself
 */
public record OrderChange(String orderId, String version) {

    /** Longest id of an order, in characters. */
    public static final int MAX_ID = 128;

    /** Longest version, in characters. */
    public static final int MAX_VERSION = 128;

    public OrderChange {
        Objects.requireNonNull(version, "version");
        if (orderId.isEmpty() || orderId.length() > MAX_ID) {
            throw new IllegalArgumentException("an order's id has 1 to " + MAX_ID + " characters");
        }
        if (version.length() > MAX_VERSION) {
            throw new IllegalArgumentException(
                    "an order's version has at most " + MAX_VERSION + " characters");
        }
    }
}
