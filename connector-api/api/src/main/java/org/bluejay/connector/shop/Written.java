package org.bluejay.connector.shop;

/**
 * What came of a write that the shop answered; what came of all others is a {@link ShopException}.
 */
public sealed interface Written {

    /** The shop did it now, and said so. */
    record Done() implements Written {}

    /** The order had come to it before; nothing was written. */
    record AlreadyDone() implements Written {}
}
