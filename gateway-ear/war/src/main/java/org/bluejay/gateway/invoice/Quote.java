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
import org.bluejay.gateway.rate.Rate;

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
    private BigDecimal spread;

    @Column(name = "rated_at")
    private Instant ratedAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    private transient CurrencyUnit asset;
    private transient CurrencyUnit currency;

    /** For JPA. */
    protected Quote() {}

    /**
     * @param now the shop's time
     */
    Quote(UUID id, UUID attemptId, Asking asking, Instant now) {
        this.id = id;
        this.attemptId = attemptId;
        this.assetAmount = asking.asked().amount();
        this.faceAmount = asking.face().amount();
        this.rate = asking.rate().value();
        this.source = asking.rate().source();
        this.spread = asking.rate().spread();
        this.ratedAt = asking.rate().isOfTheSame() ? null : asking.rate().asOf();
        this.createdAt = now;
        this.expiresAt = now.plus(LIFETIME);
        in(asking.asked().currency(), asking.face().currency());
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

    /** Whether a rate was needed: the price can change, and runs out. */
    boolean isExchange() {
        return ratedAt != null;
    }

    /** For money that comes when nobody says a newer one; its source says that it is old. */
    Rate lastKnownRate() {
        return new Rate(
                asset,
                currency,
                rate,
                source + " (last known)",
                spread,
                isExchange() ? ratedAt : createdAt);
    }

    /** Which part of the market's rate was taken off. */
    BigDecimal spread() {
        return spread;
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
