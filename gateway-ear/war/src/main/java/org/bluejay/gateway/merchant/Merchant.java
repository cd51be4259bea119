package org.bluejay.gateway.merchant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** Who is paid: the owner of shops and keys, and the border that no request looks across. */
@Entity
public class Merchant {

    @Id private UUID id;

    private String name;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For JPA. */
    protected Merchant() {}

    Merchant(UUID id, String name, Instant now) {
        this.id = id;
        this.name = name;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
