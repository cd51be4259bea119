package org.bluejay.connector.shop;

/**
 * Implemented by a {@link ShopConnector} whose platform can record less than an order's total. To
 * others a part that came is told by a note, and the order stays unpaid until all is there.
 */
public interface SettlesInParts {

    /**
     * Has the shop record as paid what is missing to {@link Settlement#paid()}, which is less than
     * the total.
     *
     * @return {@link Written.AlreadyDone} when the shop has recorded as much already, or more
     * @throws ShopException.NotSent also when the order's total is no longer {@link
     *     Settlement#total()}: nothing was written
     */
    Written settlePart(Settlement settlement) throws ShopException;
}
