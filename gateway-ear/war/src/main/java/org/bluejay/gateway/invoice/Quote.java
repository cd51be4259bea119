package org.bluejay.gateway.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;

/** A promise to a payer: for a while, this much of an asset pays that much of the invoice. */
@Entity
@Table(name = "quote")
class Quote {

    /** How long a promise holds. */
    static final Duration LIFETIME = Duration.ofMinutes(15);

    @Id private UUID id;

    @Column(name = "attempt_id")
    private UUID attemptId;

    @Column(name = "asset_amount")
    private BigDecimal assetAmount;

    @Column(name = "face_amount")
    private BigDecimal faceAmount;

    private BigDecimal rate;
    private String source;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    private transient CurrencyUnit asset;
    private transient CurrencyUnit currency;

    /** For JPA. */
    protected Quote() {}

    Quote(
            UUID id,
            UUID attemptId,
            Money asked,
            Money face,
            BigDecimal rate,
            String source,
            Instant now) {
        this.id = id;
        this.attemptId = attemptId;
        this.assetAmount = asked.amount();
        this.faceAmount = face.amount();
        this.rate = rate;
        this.source = source;
        this.createdAt = now;
        this.expiresAt = now.plus(LIFETIME);
        in(asked.currency(), face.currency());
    }

    /** Says in which units its amounts are; the row itself does not repeat them. */
    Quote in(CurrencyUnit assetUnit, CurrencyUnit invoiceUnit) {
        this.asset = assetUnit;
        this.currency = invoiceUnit;
        return this;
    }

    boolean isLive(Instant at) {
        return !at.isAfter(expiresAt);
    }

    Money assetAmount() {
        return new Money(assetAmount, asset);
    }

    Money face() {
        return new Money(faceAmount, currency);
    }

    BigDecimal rate() {
        return rate;
    }

    UUID id() {
        return id;
    }

    UUID attemptId() {
        return attemptId;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    Instant createdAt() {
        return createdAt;
    }

    String source() {
        return source;
    }
}
