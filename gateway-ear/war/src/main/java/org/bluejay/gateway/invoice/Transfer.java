package org.bluejay.gateway.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.shared.EnvironmentConverter;

/**
 * Money seen on a network: one movement, known by the network's own id over the whole installation,
 * whoever it is for. It is valued once, when first seen. It goes back only when the network says
 * so, with newer evidence than before.
 */
@Entity
@Table(name = "transfer")
public class Transfer {

    @Id private UUID id;

    @Column(name = "merchant_id")
    private UUID merchantId;

    @Column(name = "shop_id")
    private UUID shopId;

    private String environment;

    @Column(name = "channel_id")
    private UUID channelId;

    private String network;

    @Column(name = "network_id")
    private String networkId;

    @Column(name = "invoice_id")
    private UUID invoiceId;

    @Column(name = "attempt_id")
    private UUID attemptId;

    private String asset;

    @Column(name = "asset_decimals")
    private int assetDecimals;

    private BigDecimal amount;
    private BigDecimal credited;
    private BigDecimal rounding;
    private BigDecimal rate;

    @Column(name = "rate_source")
    private String rateSource;

    private String state;
    private boolean provisional;
    private boolean late;

    @Column(name = "occurred_at")
    private Instant occurredAt;

    @Column(name = "evidence_at")
    private Instant evidenceAt;

    /** Of when the newest evidence is that it was gone; null while there was none. */
    @Column(name = "taken_back_at")
    private Instant takenBackAt;

    @Column(name = "detected_at")
    private Instant detectedAt;

    @Column(name = "settled_at")
    private Instant settledAt;

    @Version private long version;

    /** For JPA. */
    protected Transfer() {}

    /**
     * A movement seen for the first time on one of a shop's channels; whom it is for is decided
     * afterwards.
     */
    Transfer(UUID id, ChannelRef channel, PaymentReport.Transfer seen, Instant now) {
        this.id = id;
        this.merchantId = channel.merchantId();
        this.shopId = channel.shopId();
        this.environment = EnvironmentConverter.text(channel.environment());
        this.channelId = channel.channelId();
        this.network = channel.network();
        this.networkId = seen.networkId();
        this.asset = seen.amount().currency().code();
        this.assetDecimals = seen.amount().currency().decimals();
        this.amount = seen.amount().amount();
        this.rounding = BigDecimal.ZERO;
        this.provisional = seen.provisional();
        this.occurredAt = seen.occurredAt();
        this.evidenceAt = seen.evidenceAt();
        this.detectedAt = now;
        arrive(seen.state(), now);
        remember(seen.evidenceAt());
    }

    /** Gives the money to an invoice, at the value that holds from now on. */
    void assign(Invoice invoice, UUID attempt, Valuation value) {
        this.invoiceId = invoice.id();
        this.attemptId = attempt;
        this.credited = value.credited().amount();
        this.rounding = value.rounding();
        this.rate = value.rate();
        this.rateSource = value.source();
        // Who cancelled did not know of it, whatever its second: it is due back.
        this.late = occurredAt.isAfter(invoice.expiresAt()) || invoice.cancelledAt().isPresent();
    }

    /**
     * Takes over what a network says of it now. The same again changes nothing; older evidence
     * takes nothing back, and brings nothing back that was taken since.
     *
     * @return whether anything has changed
     */
    boolean hear(PaymentReport.Transfer report, Instant now) {
        TransferState next = report.state();
        TransferState current = state();
        boolean backwards = isGone(next);
        boolean stale = !report.evidenceAt().isAfter(evidenceAt);
        if (next == current
                || isFromBeforeItWasTakenBack(report)
                || ((backwards || isGone(current)) && stale)
                || (next == TransferState.DETECTED && current == TransferState.SETTLED)) {
            remember(report.evidenceAt());
            return becomeDefinite(report);
        }
        // A network may call "dropped" what had settled here: for the money that is a reversal.
        arrive(backwards && settledAt != null ? TransferState.REVERSED : next, now);
        remember(report.evidenceAt());
        becomeDefinite(report);
        return true;
    }

    /**
     * Two nodes may tell of one transfer, and the slower one last. Before anything was taken back
     * the order is of no matter: "settled" may be the first word, and may come of an older look
     * than "detected" did.
     */
    private boolean isFromBeforeItWasTakenBack(PaymentReport.Transfer report) {
        return takenBackAt != null && !report.evidenceAt().isAfter(takenBackAt);
    }

    /** What takes money back has to be newer than all that was ever heard. */
    private void remember(Instant evidence) {
        if (evidence.isAfter(evidenceAt)) {
            evidenceAt = evidence;
        }
        if (isGone(state())) {
            takenBackAt = evidenceAt;
        }
    }

    private static boolean isGone(TransferState state) {
        return state == TransferState.DROPPED || state == TransferState.REVERSED;
    }

    private boolean becomeDefinite(PaymentReport.Transfer report) {
        boolean news = provisional && !report.provisional();
        provisional = provisional && report.provisional();
        return news;
    }

    private void arrive(TransferState next, Instant now) {
        state = next.name().toLowerCase(Locale.ROOT);
        if (next == TransferState.SETTLED) {
            settledAt = now;
        } else if (next == TransferState.DETECTED) {
            settledAt = null;
        }
    }

    /** What the quote's face value gave or took against the bare rate. */
    BigDecimal rounding() {
        return rounding;
    }

    /** Whether it was ever sure: then the ledger may know of it. */
    boolean hasSettled() {
        return settledAt != null;
    }

    Environment environment() {
        return Environment.valueOf(environment.toUpperCase(Locale.ROOT));
    }

    /** What it adds to the paid sum of its invoice. */
    Money settledCredit(CurrencyUnit currency) {
        return state() == TransferState.SETTLED ? credited(currency) : Money.zero(currency);
    }

    /** What it adds to the pending sum of its invoice. */
    Money pendingCredit(CurrencyUnit currency) {
        return state() == TransferState.DETECTED ? credited(currency) : Money.zero(currency);
    }

    private Money credited(CurrencyUnit currency) {
        return new Money(credited, currency);
    }

    /** Whether the money is there, sure or not. */
    boolean counts() {
        return state() == TransferState.SETTLED || state() == TransferState.DETECTED;
    }

    boolean isReversed() {
        return state() == TransferState.REVERSED;
    }

    public boolean isLate() {
        return late;
    }

    public UUID id() {
        return id;
    }

    UUID channelId() {
        return channelId;
    }

    UUID merchantId() {
        return merchantId;
    }

    public UUID shopId() {
        return shopId;
    }

    public Optional<UUID> invoiceId() {
        return Optional.ofNullable(invoiceId);
    }

    public Optional<UUID> attemptId() {
        return Optional.ofNullable(attemptId);
    }

    public String network() {
        return network;
    }

    public String networkId() {
        return networkId;
    }

    public Money amount() {
        return new Money(amount, new CurrencyUnit(asset, assetDecimals));
    }

    /** What it is worth to its invoice, in the invoice's currency; empty while it has none. */
    public Optional<BigDecimal> credited() {
        return Optional.ofNullable(credited);
    }

    public Optional<BigDecimal> rate() {
        return Optional.ofNullable(rate);
    }

    /** Who said the rate; empty while it is not valued. */
    public Optional<String> rateSource() {
        return Optional.ofNullable(rateSource);
    }

    public TransferState state() {
        return TransferState.valueOf(state.toUpperCase(Locale.ROOT));
    }

    public Instant occurredAt() {
        return occurredAt;
    }

    public Instant detectedAt() {
        return detectedAt;
    }
}
