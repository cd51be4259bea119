package org.bluejay.gateway.invoice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.gateway.shared.EnvironmentConverter;

/**
 * One way chosen to pay an invoice, on one channel. Its id is the reference under which the network
 * is asked, once.
 */
@Entity
@Table(name = "payment_attempt")
public class PaymentAttempt {

    /** How an attempt stands. */
    public enum State {
        /** Written down; the network is being asked. */
        STARTING,
        /** The payer has instructions and may pay. */
        OPEN,
        /**
         * Asked, and no answer came: money may move. Never asked again; looked up until it is
         * known.
         */
        UNKNOWN,
        /** All that was asked for has come. */
        COMPLETED,
        /** Over without money. */
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Id private UUID id;

    @Column(name = "invoice_id")
    private UUID invoiceId;

    private String environment;

    @Column(name = "channel_id")
    private UUID channelId;

    private String network;
    private String method;
    private String asset;

    @Column(name = "asset_decimals")
    private int assetDecimals;

    @Column(name = "callback_token")
    private String callbackToken;

    private String state;

    @Column(name = "network_reference")
    private String networkReference;

    private byte[] instruction;

    @Column(name = "payer_id")
    private UUID payerId;

    private String reason;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "closed_at")
    private Instant closedAt;

    @Column(name = "look_ups")
    private int lookUps;

    @Column(name = "look_up_began_at")
    private Instant lookUpBeganAt;

    @Column(name = "next_look_up_at")
    private Instant nextLookUpAt;

    @Column(name = "leased_until")
    private Instant leasedUntil;

    @Version private long version;

    /** For JPA. */
    protected PaymentAttempt() {}

    /**
     * An attempt about to be asked for.
     *
     * @param lookUpAt system time at which it is looked up, should nothing be heard of it: a crash
     *     may come in between
     */
    PaymentAttempt(
            UUID id,
            Invoice invoice,
            UUID channelId,
            String network,
            String method,
            CurrencyUnit asset,
            String callbackToken,
            Instant now,
            Instant lookUpAt) {
        this.id = id;
        this.invoiceId = invoice.id();
        this.environment = EnvironmentConverter.text(invoice.environment());
        this.channelId = channelId;
        this.network = network;
        this.method = method;
        this.asset = asset.code();
        this.assetDecimals = asset.decimals();
        this.callbackToken = callbackToken;
        this.state = State.STARTING.text();
        this.networkReference = "";
        this.reason = "";
        this.createdAt = now;
        this.nextLookUpAt = lookUpAt;
    }

    /** The payer's answers to the method's questions are kept in this row of personal data. */
    void madeBy(UUID payer) {
        payerId = payer;
    }

    /** The network has answered with what the payer has to do. */
    void open(PaymentHandle handle, byte[] sealedInstruction, Instant lookUpAt) {
        networkReference = handle.networkReference();
        instruction = sealedInstruction.clone();
        // A callback may have overtaken the answer and closed it already.
        if (isStarting()) {
            become(State.OPEN);
            nextLookUpAt = lookUpAt;
        }
    }

    /** What the payer has to do is another now, at the same address. */
    void instruct(byte[] sealedInstruction) {
        instruction = sealedInstruction.clone();
    }

    /** No answer came. */
    void loseSight(String why, Instant lookUpAt) {
        if (isStarting()) {
            become(State.UNKNOWN);
            reason = why;
            nextLookUpAt = lookUpAt;
        }
    }

    /** It is over without money: the network refused, or was never reached. */
    void fail(String why, Instant now) {
        if (isOpen()) {
            close(State.FAILED, why, now);
        }
    }

    /** Takes over what the network says of the request itself; the money is in the transfers. */
    void hear(PaymentReport report, Instant now) {
        if (networkReference.isEmpty()) {
            networkReference = report.handle().networkReference();
        }
        switch (report.state()) {
            case OPEN -> {
                if (state() == State.UNKNOWN || isStarting()) {
                    become(State.OPEN);
                }
            }
            case COMPLETED -> close(State.COMPLETED, "", now);
            case FAILED -> fail(report.reason(), now);
        }
    }

    /**
     * A look-up has been answered.
     *
     * @param nextAt when to ask again; null for never
     */
    void lookedUp(Instant beganAt, Instant nextAt) {
        lookUpBeganAt = beganAt;
        asked(isOpen() ? nextAt : null);
    }

    /**
     * A look-up had no answer, and so has seen nothing. One that is over is only asked about
     * because something was heard since, and that still wants its answer.
     */
    void lookedUpInVain(Instant nextAt) {
        asked(isOpen() || nextLookUpAt != null ? nextAt : null);
    }

    private void asked(Instant nextAt) {
        lookUps++;
        leasedUntil = null;
        nextLookUpAt = nextAt;
    }

    /**
     * Something was heard that wants a look-up soon: it is only ever pulled forward. That holds for
     * one that is over, too: money may come after a network gave it up, and a receipt after it was
     * paid.
     */
    void lookUpSoon(Instant at) {
        if (nextLookUpAt == null || at.isBefore(nextLookUpAt)) {
            nextLookUpAt = at;
        }
    }

    private void close(State next, String why, Instant now) {
        if (state() == next) {
            return;
        }
        become(next);
        reason = why;
        closedAt = now;
        nextLookUpAt = null;
        leasedUntil = null;
    }

    private void become(State next) {
        state = next.text();
    }

    /** Whether money may still come by it. */
    boolean isOpen() {
        return state() == State.STARTING || state() == State.OPEN || state() == State.UNKNOWN;
    }

    private boolean isStarting() {
        return state() == State.STARTING;
    }

    /** Whether somebody is asking the network for it right now. */
    boolean isBeingAskedFor(Instant systemNow) {
        return isStarting() && nextLookUpAt != null && systemNow.isBefore(nextLookUpAt);
    }

    /** Whether a look-up began after {@code moment}, so that it has seen everything up to then. */
    boolean wasLookedUpSince(Instant moment) {
        return lookUpBeganAt != null && !lookUpBeganAt.isBefore(moment);
    }

    /** How long ago it was made. */
    Duration age(Instant now) {
        return Duration.between(createdAt, now);
    }

    PaymentHandle handle() {
        return new PaymentHandle(id.toString(), networkReference);
    }

    public UUID id() {
        return id;
    }

    public UUID invoiceId() {
        return invoiceId;
    }

    Environment environment() {
        return Environment.valueOf(environment.toUpperCase(Locale.ROOT));
    }

    public UUID channelId() {
        return channelId;
    }

    public String network() {
        return network;
    }

    public String method() {
        return method;
    }

    public CurrencyUnit asset() {
        return new CurrencyUnit(asset, assetDecimals);
    }

    public State state() {
        return State.valueOf(state.toUpperCase(Locale.ROOT));
    }

    public String reason() {
        return reason;
    }

    /** The unguessable end of the address the network calls back. */
    public String callbackToken() {
        return callbackToken;
    }

    Optional<UUID> payerId() {
        return Optional.ofNullable(payerId);
    }

    Optional<byte[]> instruction() {
        return Optional.ofNullable(instruction).map(byte[]::clone);
    }

    int lookUps() {
        return lookUps;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }
}
