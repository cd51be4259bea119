package org.bluejay.connector.shop;

import java.time.Duration;

/** The one question that matters after a failure: may the order have changed? */
public abstract sealed class ShopException extends Exception {

    private ShopException(String message, Throwable cause) {
        super(message, cause);
    }

    /** It did not reach the shop: safe to try again. */
    public static final class NotSent extends ShopException {
        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It may have been done: the host reads the order again before it writes anything. */
    public static final class OutcomeUnknown extends ShopException {
        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The shop said no, for good: a person has to look. */
    public static final class Rejected extends ShopException {
        private final String code;

        /**
         * @param code the shop's own, or a short word of the connector's
         * @param message for the merchant; nothing of the payer's
         */
        public Rejected(String code, String message) {
            super(message, null);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** Too many requests; nothing was done. */
    public static final class Throttled extends ShopException {
        private final transient Duration retryAfter;

        public Throttled(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * The shop no longer lets us in: key revoked, user gone. Nothing was done, and the host asks no
     * more until the owner has connected the shop again.
     */
    public static final class NeedsReconnect extends ShopException {
        public NeedsReconnect(String message) {
            super(message, null);
        }
    }
}
