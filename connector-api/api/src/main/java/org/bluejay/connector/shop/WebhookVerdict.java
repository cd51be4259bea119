package org.bluejay.connector.shop;

import java.util.List;
import java.util.Objects;

/**
 * How far a webhook may be believed. There is no default: each connector says it for each webhook.
 * Nothing that a webhook claims is ever taken over: the host reads the order itself.
 */
public sealed interface WebhookVerdict {

    /**
     * Signed by the shop and checked.
     *
     * @param changes none for a greeting or for news that do not matter
     */
    record Proven(List<OrderChange> changes) implements WebhookVerdict {

        /** Most orders in one webhook. */
        public static final int MOST = 100;

        public Proven {
            changes = List.copyOf(changes);
            if (changes.size() > MOST) {
                throw new IllegalArgumentException(
                        "a webhook tells of at most " + MOST + " orders");
            }
        }
    }

    /** Unsigned, as the platform's greetings are: an order that the host may read, at its pace. */
    record Hint(String orderId) implements WebhookVerdict {
        public Hint {
            Objects.requireNonNull(orderId, "orderId");
        }
    }

    /**
     * Forged, stale or unreadable.
     *
     * @param reason for the log; no part of the webhook itself
     */
    record Rejected(String reason) implements WebhookVerdict {
        public Rejected {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
