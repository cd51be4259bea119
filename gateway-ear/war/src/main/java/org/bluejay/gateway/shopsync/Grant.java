package org.bluejay.gateway.shopsync;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a shop's owner was asked for: a key that the shop itself hands out. Its promise: it brings
 * one key or none, soon or never.
 *
 * @param name of the connection to be made
 * @param answers to the connector's questions, the key's once it has come; none after the end
 * @param token the half that stands in addresses; the other is only known to the shop
 * @param reason why it came to nothing
 * @param detail the same, in a sentence for the shop's owner
 * @param connectionId what has the key now
 * @param tries how often the key was tried
 * @param expiresAt by system time: the shop out there knows no other
 */
public record Grant(
        UUID id,
        Connection.Owner owner,
        String platform,
        String name,
        Map<String, String> answers,
        String token,
        Status status,
        Optional<Reason> reason,
        String detail,
        Optional<UUID> connectionId,
        int tries,
        Instant createdAt,
        Instant expiresAt) {

    /** How far it has come. */
    public enum Status {
        PENDING,
        /** The key is here and has not been tried. */
        RECEIVED,
        GRANTED,
        REFUSED;

        static Status of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Why there is no connection. */
    public enum Reason {
        /** The owner said no. */
        ACCESS_DENIED("access-denied"),
        /** The shop does not let its own key in, or does not answer. */
        KEY_REFUSED("key-refused"),
        /** Meanwhile the shop of the gateway was connected to another site. */
        NOT_CONNECTABLE("not-connectable");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** As the API writes it. */
        String text() {
            return text;
        }

        static Optional<Reason> of(String text) {
            return text == null
                    ? Optional.empty()
                    : Optional.of(valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
    }

    public Grant {
        answers = Map.copyOf(answers);
    }

    /** Whether nothing comes of it any more because it took too long. */
    boolean isExpired(Instant now) {
        return status == Status.PENDING && !now.isBefore(expiresAt);
    }

    /** Whether the key may still come. */
    boolean isOpen(Instant now) {
        return status == Status.PENDING && now.isBefore(expiresAt);
    }

    /** Neither settings nor token: both may be secret. */
    @Override
    public String toString() {
        return "Grant[" + id + ", " + platform + ", " + status + "]";
    }
}
