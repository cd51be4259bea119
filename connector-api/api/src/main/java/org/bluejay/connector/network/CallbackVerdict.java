package org.bluejay.connector.network;

import java.util.List;
import java.util.Objects;

/**
 * How far a callback may be believed. There is no default: each connector says it for each
 * callback.
 */
public sealed interface CallbackVerdict {

    /** Signed by the network and checked: its reports are taken as they are. */
    record Proven(List<PaymentReport> reports) implements CallbackVerdict {
        public Proven {
            reports = List.copyOf(reports);
        }
    }

    /** Says that something happened, proves nothing: the host looks the payment up itself. */
    record Hint(PaymentHandle handle) implements CallbackVerdict {
        public Hint {
            Objects.requireNonNull(handle, "handle");
        }
    }

    /**
     * Forged, stale or unreadable.
     *
     * @param reason for the log; no part of the callback itself
     */
    record Rejected(String reason) implements CallbackVerdict {
        public Rejected {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
