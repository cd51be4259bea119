package org.bluejay.gateway.merchant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Problem;

/**
 * A place that sells: invoices, channels and webhooks belong to one. Its environment never changes,
 * and only a sandbox shop's clock can be moved, and only forward.
 */
@Entity
public class Shop {

    /** How far a sandbox shop's clock may run ahead in all: ten years. */
    private static final Duration MOST_AHEAD = Duration.ofDays(3653);

    @Id private UUID id;

    @Version private long version;

    @Column(name = "merchant_id")
    private UUID merchantId;

    private Environment environment;

    private String name;

    @Column(name = "webhook_secret")
    private byte[] webhookSecret;

    @Column(name = "clock_offset_ms")
    private long clockOffsetMillis;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For JPA. */
    protected Shop() {}

    /**
     * @param sealedSecret what signs deliveries to an invoice's own receiver, sealed for {@code id}
     */
    Shop(
            UUID id,
            UUID merchantId,
            Environment environment,
            String name,
            byte[] sealedSecret,
            Instant now) {
        this.id = id;
        this.merchantId = merchantId;
        this.environment = environment;
        this.name = name;
        this.webhookSecret = sealedSecret.clone();
        this.createdAt = now;
    }

    void rename(String to) {
        name = to;
    }

    void replaceWebhookSecret(byte[] sealedSecret) {
        webhookSecret = sealedSecret.clone();
    }

    /**
     * Moves the shop's clock, and with it every timer of its invoices.
     *
     * @throws Problem 409 for a live shop; 422 when it would go backward or too far
     */
    void advanceClock(Duration by) {
        if (environment != Environment.SANDBOX) {
            throw Problem.conflict(
                    "not-a-sandbox-shop", "the clock of a live shop is the real one");
        }
        if (by.isNegative() || by.isZero()) {
            throw Problem.invalid("by", "must be longer than nothing: a clock only runs forward");
        }
        if (by.compareTo(MOST_AHEAD) > 0 || clockOffset().plus(by).compareTo(MOST_AHEAD) > 0) {
            throw Problem.invalid(
                    "by", "would take the clock more than " + MOST_AHEAD.toDays() + " days ahead");
        }
        clockOffsetMillis += by.toMillis();
    }

    public UUID id() {
        return id;
    }

    public UUID merchantId() {
        return merchantId;
    }

    public Environment environment() {
        return environment;
    }

    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** How far the shop's clock runs ahead of the system's; nothing for a live shop. */
    public Duration clockOffset() {
        return Duration.ofMillis(clockOffsetMillis);
    }

    byte[] sealedWebhookSecret() {
        return webhookSecret.clone();
    }
}
