package org.bluejay.gateway.shopsync;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A grant as the API shows it: a shop's owner is asked to let the shop hand out a key.
 *
 * @param environment {@code live} or {@code sandbox}: the shop's
 * @param platform the connector's id
 * @param name of the connection to be made
 * @param status {@code pending} until the key has come and was tried, {@code granted} when the shop
 *     is connected, {@code refused}, or {@code expired} when no key came in time
 * @param consentUrl where the owner's browser goes to agree; told once, when the grant begins
 * @param connectionId the connection that has the key: a new one, or the one that there was
 * @param reason {@code access-denied} when the owner said no, {@code key-refused} when the shop
 *     does not let its own key in, {@code not-connectable} when the key does not go with the shop's
 *     connection
 * @param detail the reason in a sentence
 * @param createdAt by system time
 * @param expiresAt until then the key has to come; by system time
 */
@JsonPropertyOrder({
    "id",
    "shopId",
    "environment",
    "platform",
    "name",
    "status",
    "consentUrl",
    "connectionId",
    "reason",
    "detail",
    "createdAt",
    "expiresAt"
})
@Schema(name = "ConnectionGrant")
public record GrantView(
        UUID id,
        UUID shopId,
        @Schema(enumeration = {"live", "sandbox"}) String environment,
        String platform,
        String name,
        @Schema(enumeration = {"pending", "granted", "refused", "expired"}) String status,
        Optional<URI> consentUrl,
        Optional<UUID> connectionId,
        @Schema(enumeration = {"access-denied", "key-refused", "not-connectable"})
                Optional<String> reason,
        Optional<String> detail,
        Instant createdAt,
        Instant expiresAt) {

    static GrantView of(GrantService.Begun begun) {
        return of(begun.grant(), "pending", Optional.of(begun.consentUrl()));
    }

    static GrantView of(Grant grant, Instant now) {
        return of(grant, statusOf(grant, now), Optional.empty());
    }

    private static GrantView of(Grant grant, String status, Optional<URI> consentUrl) {
        return new GrantView(
                grant.id(),
                grant.owner().shopId(),
                grant.owner().environment().name().toLowerCase(Locale.ROOT),
                grant.platform(),
                grant.name(),
                status,
                consentUrl,
                grant.connectionId(),
                grant.reason().map(Grant.Reason::text),
                Optional.of(grant.detail()).filter(detail -> !detail.isEmpty()),
                grant.createdAt(),
                grant.expiresAt());
    }

    private static String statusOf(Grant grant, Instant now) {
        return switch (grant.status()) {
            case PENDING -> grant.isExpired(now) ? "expired" : "pending";
            case RECEIVED -> "pending";
            case GRANTED -> "granted";
            case REFUSED -> "refused";
        };
    }
}
