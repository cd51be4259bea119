package org.bluejay.gateway.checkout;

import org.bluejay.connector.Money;

/**
 * What the payer is asked for in another unit than the invoice's.
 *
 * @param asked in the unit that is sent
 * @param pays what that pays of the invoice
 * @param secondsLeft until the price has run out; 0 or less when it has
 */
record Exchange(Money asked, Money pays, long secondsLeft) {}
