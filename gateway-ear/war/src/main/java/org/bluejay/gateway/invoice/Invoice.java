package org.bluejay.gateway.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.bluejay.gateway.shared.Problem;

/**
 * A sum that a shop asks of a payer, payable by any of several ways, in parts if need be, until its
 * time is over, and even then.
 *
 * <p>Its status is never set: it follows from the transfers, the time and whether the shop has
 * called it off. A change answers with what has happened, in order, for the caller to write down in
 * the same transaction.
 */
@Entity
@Table(name = "invoice")
public class Invoice {

    /** How long after its expiry an invoice waits, at most, for a look-up that began after it. */
    static final Duration LAST_LOOK = Duration.ofMinutes(10);

    /** Characters of a link: 131 bits, so it is the payer's capability. */
    static final int LINK_LENGTH = 22;

    @Id private UUID id;
    private String link;

    @Column(name = "merchant_id")
    private UUID merchantId;

    @Column(name = "shop_id")
    private UUID shopId;

    private String environment;

    @Column(name = "order_id")
    private String orderId;

    private String description;
    private String currency;
    private int decimals;
    private BigDecimal total;
    private BigDecimal paid;
    private BigDecimal pending;
    private BigDecimal refunded;
    private String status;
    private String exceptions;

    @Column(name = "accepted_methods")
    private String acceptedMethods;

    @Column(name = "redirect_url")
    private String redirectUrl;

    @Column(name = "cancel_url")
    private String cancelUrl;

    @Column(name = "webhook_url")
    private String webhookUrl;

    private String metadata;

    @Column(name = "payer_id")
    private UUID payerId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "expiry_due_at")
    private Instant expiryDueAt;

    @Column(name = "expired_at")
    private Instant expiredAt;

    @Column(name = "cancelled_at")
    private Instant cancelledAt;

    @Column(name = "paid_at")
    private Instant paidAt;

    private long sequence;
    @Version private long version;

    /** For JPA. */
    protected Invoice() {}

    /**
     * A new invoice: pending, with nothing seen.
     *
     * @param order what the shop asks for
     * @param now the shop's time
     * @param expiryDueAt the system's time at which it is over
     */
    Invoice(UUID id, String link, Order order, Instant now, Instant expiryDueAt) {
        this.id = id;
        this.link = link;
        this.merchantId = order.merchantId();
        this.shopId = order.shopId();
        this.environment = EnvironmentConverter.text(order.environment());
        this.orderId = order.orderId();
        this.description = order.description();
        this.currency = order.total().currency().code();
        this.decimals = order.total().currency().decimals();
        this.total = order.total().amount();
        this.paid = BigDecimal.ZERO;
        this.pending = BigDecimal.ZERO;
        this.refunded = BigDecimal.ZERO;
        this.status = InvoiceStatus.PENDING.text();
        this.exceptions = "";
        this.acceptedMethods = String.join(" ", order.acceptedMethods());
        this.redirectUrl = order.redirectUrl();
        this.cancelUrl = order.cancelUrl();
        this.webhookUrl = order.webhookUrl();
        this.metadata = order.metadata();
        this.payerId = order.payerId();
        this.createdAt = now;
        this.expiresAt = now.plus(order.timeForPayment());
        this.expiryDueAt = expiryDueAt;
        this.sequence = 1;
    }

    /**
     * What a shop asks for when it makes an invoice.
     *
     * @param metadata a JSON object
     * @param payerId the payer's row, or null
     */
    record Order(
            UUID merchantId,
            UUID shopId,
            Environment environment,
            Money total,
            String orderId,
            String description,
            Duration timeForPayment,
            List<String> acceptedMethods,
            String redirectUrl,
            String cancelUrl,
            String webhookUrl,
            String metadata,
            UUID payerId) {}

    /**
     * Reckons amounts, status and irregularities anew from all its transfers.
     *
     * @param transfers every transfer assigned to this invoice
     * @return what has happened, in order: types of events without their {@code invoice.}
     */
    List<String> reckon(Collection<Transfer> transfers, Instant now) {
        Standing before = standing();
        Money settled = Money.zero(currency());
        Money seen = Money.zero(currency());
        for (Transfer transfer : transfers) {
            settled = settled.plus(transfer.settledCredit(currency()));
            seen = seen.plus(transfer.pendingCredit(currency()));
        }
        paid = settled.amount();
        pending = seen.amount();
        become(
                InvoiceStatus.of(total(), settled, seen, cancelledAt != null, expiredAt != null),
                now);
        exceptions = Irregularity.write(Standing.irregularities(total(), settled, seen, transfers));
        return standing().since(before);
    }

    /**
     * Its time is over. Money that is enough and on its way keeps it alive.
     *
     * @return what has happened: {@code expired}, or nothing
     */
    List<String> expire(Instant now) {
        expiryDueAt = null;
        if (expiredAt != null || cancelledAt != null || now.isBefore(expiresAt)) {
            return List.of();
        }
        expiredAt = now;
        Standing before = standing();
        become(InvoiceStatus.of(total(), paid(), pending(), false, true), now);
        return standing().since(before);
    }

    /** Looks again later, because a network has yet to be asked for the last time. */
    void postponeExpiry(Instant dueAt) {
        expiryDueAt = dueAt;
    }

    /**
     * The shop calls it off. Twice is once.
     *
     * @throws Problem 409 when it is paid
     */
    List<String> cancel(Instant now) {
        if (cancelledAt != null) {
            return List.of();
        }
        if (status() == InvoiceStatus.PAID) {
            throw Problem.conflict(
                    "invoice-paid", "invoice " + id + " is paid; give the money back instead");
        }
        cancelledAt = now;
        expiryDueAt = null;
        Standing before = standing();
        become(InvoiceStatus.CANCELLED, now);
        return standing().since(before);
    }

    /**
     * Checks that another way to pay may be opened.
     *
     * @throws Problem 409 when there is nothing to pay any more
     */
    void requirePayable(Instant now) {
        if (!isPayable(now)) {
            throw Problem.conflict(
                    "invoice-closed",
                    "invoice " + id + " is " + status().text() + " and takes no payment");
        }
        if (!amountToAsk().isPositive()) {
            throw Problem.conflict(
                    "invoice-covered", "all of invoice " + id + " is already on its way");
        }
    }

    /** Whether its time is not over and nobody has called it off. */
    boolean isPayable(Instant now) {
        return status() == InvoiceStatus.PENDING && now.isBefore(expiresAt);
    }

    private void become(InvoiceStatus next, Instant now) {
        status = next.text();
        if (next == InvoiceStatus.PAID && paidAt == null) {
            paidAt = now;
        } else if (next != InvoiceStatus.PAID) {
            paidAt = null;
        }
    }

    private Standing standing() {
        return new Standing(status(), paid(), irregularities());
    }

    /** Money has gone back to the payer. What was paid stays paid. */
    void giveBack(Money sum) {
        refunded = refunded().plus(sum).amount();
    }

    /** The number of the next event about this invoice. */
    long nextSequence() {
        return ++sequence;
    }

    /** What is still to be paid; money on its way does not count yet. */
    public Money amountDue() {
        return total().minus(paid()).orZero();
    }

    /** What a new attempt asks for: what is due and not on its way. */
    Money amountToAsk() {
        return amountDue().minus(pending()).orZero();
    }

    public CurrencyUnit currency() {
        return new CurrencyUnit(currency, decimals);
    }

    public Money total() {
        return new Money(total, currency());
    }

    public Money paid() {
        return new Money(paid, currency());
    }

    public Money pending() {
        return new Money(pending, currency());
    }

    public Money refunded() {
        return new Money(refunded, currency());
    }

    public InvoiceStatus status() {
        return InvoiceStatus.ofText(status);
    }

    public Set<Irregularity> irregularities() {
        return Irregularity.read(exceptions);
    }

    public UUID id() {
        return id;
    }

    public String link() {
        return link;
    }

    public UUID merchantId() {
        return merchantId;
    }

    public UUID shopId() {
        return shopId;
    }

    public Environment environment() {
        return Environment.valueOf(environment.toUpperCase(Locale.ROOT));
    }

    public Optional<String> orderId() {
        return Optional.ofNullable(orderId);
    }

    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    public List<String> acceptedMethods() {
        return acceptedMethods.isEmpty() ? List.of() : List.of(acceptedMethods.split(" "));
    }

    public Optional<String> redirectUrl() {
        return Optional.ofNullable(redirectUrl);
    }

    public Optional<String> cancelUrl() {
        return Optional.ofNullable(cancelUrl);
    }

    public Optional<String> webhookUrl() {
        return Optional.ofNullable(webhookUrl);
    }

    /** What the shop attached, a JSON object. */
    public String metadata() {
        return metadata;
    }

    public Optional<UUID> payerId() {
        return Optional.ofNullable(payerId);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** When the expiry is to be looked at, in system time; empty when it no longer matters. */
    Optional<Instant> expiryDueAt() {
        return Optional.ofNullable(expiryDueAt);
    }

    public Optional<Instant> cancelledAt() {
        return Optional.ofNullable(cancelledAt);
    }

    public Optional<Instant> paidAt() {
        return Optional.ofNullable(paidAt);
    }

    public long sequence() {
        return sequence;
    }

    /** Rises with every change; a reader that knows it knows whether anything has changed. */
    public long version() {
        return version;
    }
}
