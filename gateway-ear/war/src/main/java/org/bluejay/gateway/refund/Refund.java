package org.bluejay.gateway.refund;

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
import org.bluejay.connector.network.RefundReport;
import org.bluejay.gateway.invoice.Invoice;
import org.bluejay.gateway.invoice.SettledPayment;
import org.bluejay.gateway.ledger.Custody;
import org.bluejay.gateway.shared.StorableText;

/**
 * Money of one payment that goes back to its payer. Its id is the reference under which the network
 * is asked. Its promise: from the moment the network may have heard of it, only what the network
 * itself says, or a person who has looked, leads on.
 */
@Entity
@Table(name = "refund")
public class Refund {

    private static final int MAX_ID = 200;
    private static final int MAX_REASON = 500;

    @Id private UUID id;

    @Column(name = "merchant_id")
    private UUID merchantId;

    @Column(name = "shop_id")
    private UUID shopId;

    private String environment;

    @Column(name = "invoice_id")
    private UUID invoiceId;

    @Column(name = "payment_id")
    private UUID paymentId;

    @Column(name = "channel_id")
    private UUID channelId;

    private String network;
    private String custody;
    private String origin;
    private String state;
    private String currency;
    private int decimals;
    private BigDecimal amount;
    private String asset;

    @Column(name = "asset_decimals")
    private int assetDecimals;

    @Column(name = "asset_amount")
    private BigDecimal assetAmount;

    private BigDecimal rounding;

    @Column(name = "payer_id")
    private UUID payerId;

    @Column(name = "shop_refund_id")
    private String shopRefundId;

    @Column(name = "network_refund_id")
    private String networkRefundId;

    @Column(name = "by_hand")
    private boolean byHand;

    private String reason;

    @Column(name = "ever_unknown")
    private boolean everUnknown;

    private int sends;

    @Column(name = "sent_due_at")
    private Instant sentDueAt;

    private int tries;

    @Column(name = "step_due_at")
    private Instant stepDueAt;

    @Column(name = "leased_until")
    private Instant leasedUntil;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "closed_at")
    private Instant closedAt;

    @Version private long version;

    /** For JPA. */
    protected Refund() {}

    /**
     * A refund that has yet to be sent.
     *
     * @param payerId where it goes to, or null
     * @param shopRefundId the shop's own id of it, or null
     * @param now the shop's time
     * @param dueAt system time at which the network is asked
     */
    Refund(
            UUID id,
            Invoice invoice,
            SettledPayment payment,
            RefundShare share,
            UUID payerId,
            String shopRefundId,
            Instant now,
            Instant dueAt) {
        this.id = id;
        this.merchantId = invoice.merchantId();
        this.shopId = invoice.shopId();
        this.environment = text(invoice.environment());
        this.invoiceId = invoice.id();
        this.paymentId = payment.id();
        this.channelId = payment.channelId();
        this.network = payment.network();
        this.custody = text(payment.custody());
        this.origin = (shopRefundId == null ? RefundOrigin.API : RefundOrigin.SHOP).text();
        this.state = RefundState.CREATED.text();
        this.currency = share.amount().currency().code();
        this.decimals = share.amount().currency().decimals();
        this.amount = share.amount().amount();
        this.asset = share.assetAmount().currency().code();
        this.assetDecimals = share.assetAmount().currency().decimals();
        this.assetAmount = share.assetAmount().amount();
        this.rounding = share.rounding();
        this.payerId = payerId;
        this.shopRefundId = shopRefundId;
        this.reason = "";
        this.createdAt = now;
        this.stepDueAt = dueAt;
    }

    /**
     * The network is about to be asked.
     *
     * @param sentDueAt system time from which this call cannot leave any more
     * @return the number of this call
     */
    int send(Instant sentDueAt) {
        become(RefundState.SENDING);
        this.sentDueAt = sentDueAt;
        this.stepDueAt = sentDueAt;
        return ++sends;
    }

    /** Whether what was sent last can still be on its way out of this house. */
    boolean mayStillLeave(Instant systemNow) {
        return sentDueAt != null && systemNow.isBefore(sentDueAt);
    }

    /** Whether this call is the one that it waits for. */
    boolean isSending(int call) {
        return state() == RefundState.SENDING && sends == call;
    }

    /** The network has surely not heard of it. */
    void retreat(String why, Instant dueAt) {
        if (state() != RefundState.CREATED) {
            become(RefundState.CREATED);
        }
        explain(why);
        waitUntil(dueAt);
    }

    /**
     * Nobody knows whether the network has heard of it.
     *
     * @return whether that is so for the first time
     */
    boolean loseSight(String why, Instant dueAt) {
        if (state() == RefundState.SENDING) {
            become(RefundState.UNKNOWN);
        }
        explain(why);
        waitUntil(dueAt);
        boolean first = !everUnknown;
        everUnknown = true;
        return first;
    }

    /** The network is not sure to carry it out any more: looked at again later. */
    void doubt(String why, Instant dueAt) {
        explain(why);
        waitUntil(dueAt);
    }

    /** Nothing new: looked at again later. */
    void waitUntil(Instant dueAt) {
        tries++;
        stepDueAt = dueAt;
        leasedUntil = null;
    }

    /** A person has to pay it. */
    void handOver(String why) {
        become(RefundState.MANUAL);
        explain(why);
        stepDueAt = null;
    }

    /**
     * Takes over what the network says. The same again, or what comes after the end, changes
     * nothing.
     *
     * @param now the shop's time
     * @param dueAt system time of the next look-up, should it not be the end
     * @return whether it has changed its state
     */
    boolean hear(RefundReport report, Instant now, Instant dueAt) {
        RefundState next = RefundState.valueOf(report.state().name());
        if (!state().leadsTo(next)) {
            if (state() == next && state().isUnderWay()) {
                learn(report);
            }
            if (state().isUnderWay()) {
                waitUntil(dueAt);
            }
            return false;
        }
        learn(report);
        end(next, now);
        if (!next.isFinal()) {
            waitUntil(dueAt);
        }
        return true;
    }

    /**
     * Whether the network now says that the money moves or has moved although this had failed, or
     * that it has not although this was completed: then a person has to look.
     */
    boolean isContradictedBy(RefundReport report) {
        return switch (state()) {
            case FAILED -> report.state() != RefundReport.State.FAILED;
            case COMPLETED -> report.state() == RefundReport.State.FAILED;
            default -> false;
        };
    }

    /** A person says that it was paid. */
    void record(String reference, Instant now) {
        networkRefundId = reference;
        byHand = true;
        reason = "";
        end(RefundState.COMPLETED, now);
    }

    /** Somebody at the network has paid it already, past the gateway. */
    void recordAsOfNetwork(String reference, Instant now) {
        origin = RefundOrigin.NETWORK.text();
        record(reference, now);
    }

    /** It will not be paid. */
    void fail(String why, Instant now) {
        explain(why);
        end(RefundState.FAILED, now);
    }

    private void end(RefundState next, Instant now) {
        become(next);
        if (next.isFinal()) {
            closedAt = now;
            stepDueAt = null;
        }
    }

    private void become(RefundState next) {
        if (!state().leadsTo(next)) {
            throw new IllegalStateException(
                    "refund " + id + " is " + state + " and cannot become " + next.text());
        }
        state = next.text();
        if (next == RefundState.PROCESSING) {
            tries = 0;
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
        return Environment.valueOf(environment.toUpperCase(Locale.ROOT));
    }

    UUID invoiceId() {
        return invoiceId;
    }

    UUID paymentId() {
        return paymentId;
    }

    UUID channelId() {
        return channelId;
    }

    String network() {
        return network;
    }

    Custody custody() {
        return Custody.valueOf(custody.toUpperCase(Locale.ROOT));
    }

    RefundOrigin origin() {
        return RefundOrigin.ofText(origin);
    }

    RefundState state() {
        return RefundState.ofText(state);
    }

    /** What the payer gets back, in the invoice's currency. */
    Money amount() {
        return new Money(amount, new CurrencyUnit(currency, decimals));
    }

    /** The same in the asset that the payer paid in. */
    Money assetAmount() {
        return new Money(assetAmount, new CurrencyUnit(asset, assetDecimals));
    }

    BigDecimal rounding() {
        return rounding;
    }

    Optional<UUID> payerId() {
        return Optional.ofNullable(payerId);
    }

    Optional<String> shopRefundId() {
        return Optional.ofNullable(shopRefundId);
    }

    Optional<String> networkRefundId() {
        return Optional.ofNullable(networkRefundId);
    }

    String reason() {
        return reason;
    }

    int tries() {
        return tries;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }

    private void learn(RefundReport report) {
        String id = StorableText.bounded(report.networkId(), MAX_ID);
        if (!id.isEmpty()) {
            networkRefundId = id;
        }
        explain(report.reason());
    }

    private void explain(String why) {
        reason = StorableText.bounded(why, MAX_REASON);
    }

    private static String text(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
