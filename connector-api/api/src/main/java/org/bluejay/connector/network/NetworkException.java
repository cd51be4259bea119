package org.bluejay.connector.network;

import java.time.Duration;

/**
 * The one question that matters after a failure: may the money have moved?
 *
 * <p>Messages are kept and shown to merchants and operators. They hold no personal data: no phone
 * number, name, account or address of a payer, not even where the network's own answer repeats it.
 */
public abstract sealed class NetworkException extends Exception {

    private NetworkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** It did not reach the network: safe to ask again at once. */
    public static final class NotSent extends NetworkException {
        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It may have arrived: the host looks the payment up, and never asks again on its own. */
    public static final class OutcomeUnknown extends NetworkException {
        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The network said no, for good. */
    public static final class Refused extends NetworkException {
        private final String code;

        /**
         * @param code the network's own
         * @param message for the merchant
         */
        public Refused(String code, String message) {
            super(message, null);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** Too many requests; nothing was done. */
    public static final class Throttled extends NetworkException {
        private final transient Duration retryAfter;

        /**
         * @param retryAfter how long to leave the network alone; null when it did not say. The host
         *     waits as long as it sees fit
         */
        public Throttled(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
