package org.bluejay.badhouse.gateway.checkout;

import org.bluejay.badhouse.gateway.invoice.Bill;

/** May use the invoice room, and does. */
public record Till(Bill open) {}
