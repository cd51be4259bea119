package org.bluejay.gateway.merchant;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Times;

/**
 * What a program calls the gateway with. The key's text is told once and kept nowhere: only its
 * hash is. A revoked key stays revoked.
 */
@Entity
@Table(name = "api_key")
public class ApiKey {

    @Id private UUID id;

    @Version private long version;

    @Column(name = "merchant_id")
    private UUID merchantId;

    private Environment environment;

    @Column(name = "shop_id")
    private UUID shopId;

    private String name;

    private byte[] hash;

    private String hint;

    @Convert(converter = Scopes.Column.class)
    private Scopes scopes;

    @Column(name = "allowed_addresses")
    @Convert(converter = AddressColumn.class)
    private AddressRanges allowedAddresses;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "revoked_at")
    private Instant revokedAt;

    /** Written behind by {@link KeyUse}, never by this class. */
    @Column(name = "last_used_at", insertable = false, updatable = false)
    private Instant lastUsedAt;

    @Column(name = "last_used_address", insertable = false, updatable = false)
    private String lastUsedAddress;

    /** For JPA. */
    protected ApiKey() {}

    /** A key of the merchant, for one shop of the environment or, without one, for all of them. */
    ApiKey(
            UUID id,
            UUID merchantId,
            Optional<UUID> shopId,
            Environment environment,
            Terms terms,
            KeyText text,
            Instant now) {
        this.id = id;
        this.merchantId = merchantId;
        this.shopId = shopId.orElse(null);
        this.environment = environment;
        this.hash = text.hash();
        this.hint = text.hint();
        this.createdAt = now;
        agree(terms, now);
    }

    /**
     * What may be changed about a key.
     *
     * @param expiresAt empty: never
     */
    record Terms(
            String name,
            Scopes scopes,
            AddressRanges allowedAddresses,
            Optional<Instant> expiresAt) {

        /** Whether a key on these terms ends no sooner than one on those. */
        boolean outlasts(Terms other) {
            return expiresAt.isEmpty()
                    || other.expiresAt.filter(end -> !end.isAfter(expiresAt.get())).isPresent();
        }
    }

    Terms terms() {
        return new Terms(name, scopes, allowedAddresses, expiresAt());
    }

    /**
     * @throws Problem 409 when the key was revoked, 422 when it would have expired already
     */
    void change(Terms terms, Instant now) {
        if (revokedAt != null) {
            throw Problem.conflict("key-revoked", "this key was revoked at " + revokedAt);
        }
        agree(terms, now);
    }

    private void agree(Terms terms, Instant now) {
        boolean newExpiry = !terms.expiresAt().equals(expiresAt());
        if (newExpiry && terms.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
            throw Problem.invalid("expiresAt", "must be in the future");
        }
        terms.expiresAt().ifPresent(end -> Times.check("expiresAt", end));
        name = terms.name();
        scopes = terms.scopes();
        allowedAddresses = terms.allowedAddresses();
        expiresAt = terms.expiresAt().orElse(null);
    }

    /**
     * @return whether it was good until now
     */
    boolean revoke(Instant now) {
        if (revokedAt != null) {
            return false;
        }
        revokedAt = now;
        return true;
    }

    /** Whether this is the key with that text. */
    boolean hasText(KeyText text) {
        return MessageDigest.isEqual(hash, text.hash());
    }

    public UUID id() {
        return id;
    }

    public UUID merchantId() {
        return merchantId;
    }

    public Optional<UUID> shopId() {
        return Optional.ofNullable(shopId);
    }

    public Environment environment() {
        return environment;
    }

    public String name() {
        return name;
    }

    public String hint() {
        return hint;
    }

    public Scopes scopes() {
        return scopes;
    }

    public AddressRanges allowedAddresses() {
        return allowedAddresses;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }

    public Optional<String> lastUsedAddress() {
        return Optional.ofNullable(lastUsedAddress);
    }
}
