package org.bluejay.gateway.webhook;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.EventTypes;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.webhook.SigningKey.Kind;

/**
 * An address at which a shop wants to hear of certain events. Its promise: it belongs to one shop
 * for ever, and only while it is enabled is anything sent there.
 */
public final class WebhookEndpoint {

    private final UUID id;
    private final UUID merchantId;
    private final UUID shopId;
    private final Environment environment;
    private final Instant createdAt;
    private final long version;
    private String url;
    private EventTypes types;
    private String description;
    private Set<Kind> signatures;
    private State state;
    private String disabledReason;

    /** Whether it is told anything. */
    enum State {
        ENABLED,
        DISABLED,
        REMOVED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Whose it is. */
    record Owner(UUID merchantId, UUID shopId, Environment environment) {}

    /** What its owner chooses. */
    record Wishes(String url, EventTypes types, String description, Set<Kind> signatures) {

        Wishes {
            signatures = EnumSet.copyOf(signatures);
        }
    }

    /** How it stands. */
    record Standing(State state, String disabledReason, Instant createdAt, long version) {}

    WebhookEndpoint(UUID id, Owner owner, Wishes wishes, Standing standing) {
        this.id = id;
        this.merchantId = owner.merchantId();
        this.shopId = owner.shopId();
        this.environment = owner.environment();
        this.createdAt = standing.createdAt();
        this.version = standing.version();
        this.state = standing.state();
        this.disabledReason = standing.disabledReason();
        change(wishes);
    }

    static WebhookEndpoint create(UUID id, Owner owner, Wishes wishes, Instant now) {
        return new WebhookEndpoint(id, owner, wishes, new Standing(State.ENABLED, "", now, 0));
    }

    void change(Wishes wishes) {
        url = wishes.url();
        types = wishes.types();
        description = wishes.description();
        signatures = wishes.signatures();
    }

    /**
     * Begins to be told again, from the next event on; what was missed is asked for by recovery.
     */
    void enable() {
        state = State.ENABLED;
        disabledReason = "";
    }

    void disable(String reason) {
        state = State.DISABLED;
        disabledReason = reason;
    }

    void remove() {
        state = State.REMOVED;
    }

    /**
     * @throws Problem 409 when nothing would be sent
     */
    void mustBeEnabled() {
        if (state != State.ENABLED) {
            throw Problem.conflict(
                    "endpoint-disabled",
                    "webhook endpoint " + id + " is disabled: enable it first");
        }
    }

    UUID id() {
        return id;
    }

    UUID merchantId() {
        return merchantId;
    }

    UUID shopId() {
        return shopId;
    }

    Environment environment() {
        return environment;
    }

    Wishes wishes() {
        return new Wishes(url, types, description, signatures);
    }

    State state() {
        return state;
    }

    String disabledReason() {
        return disabledReason;
    }

    Instant createdAt() {
        return createdAt;
    }

    long version() {
        return version;
    }

    static String text(Set<Kind> signatures) {
        return signatures.stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    static Set<Kind> signatures(String text) {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String kind : text.split(" ", -1)) {
            kinds.add(Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
        }
        return kinds;
    }
}
