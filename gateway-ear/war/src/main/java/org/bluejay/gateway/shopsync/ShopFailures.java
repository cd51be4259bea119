package org.bluejay.gateway.shopsync;

import java.time.Duration;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;
import org.bluejay.gateway.connector.Failures;

/** What failed with a shop, in the words of its connectors. */
final class ShopFailures implements Failures<ShopException> {

    @Override
    public Class<ShopException> type() {
        return ShopException.class;
    }

    @Override
    public String farSide() {
        return "shop";
    }

    @Override
    public ShopException notSent(String message, Throwable cause) {
        return new NotSent(message, cause);
    }

    @Override
    public ShopException outcomeUnknown(String message, Throwable cause) {
        return new OutcomeUnknown(message, cause);
    }

    @Override
    public ShopException throttled(String message, Duration retryAfter) {
        return new Throttled(message, retryAfter);
    }

    @Override
    public boolean isThrottled(ShopException failure) {
        return failure instanceof Throttled;
    }

    @Override
    public Duration retryAfter(ShopException throttled) {
        return ((Throttled) throttled).retryAfter();
    }

    /** So is a refused key: the shop that refuses it is there. */
    @Override
    public boolean isAnswer(ShopException failure) {
        return failure instanceof Rejected || failure instanceof NeedsReconnect;
    }
}
