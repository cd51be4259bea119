package org.bluejay.gateway.shopsync;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;

/**
 * A shop's connection to the platform it runs on. Its promise: shop, environment and platform never
 * change, nor does a setting that says which shop it is. A revoked one asks and is asked nothing.
 *
 * @param answers which passed the connector's schema, defaults filled in; none while sealed
 * @param sealed whether the answers cannot be read: they were sealed with a key that is gone
 * @param reconnectSince from when the shop has refused our key, by system time; null while it does
 *     not
 * @param createdAt by the shop's clock
 * @param revokedAt by the shop's clock, or null
 * @param version rises with each change of name or settings
 */
public record Connection(
        UUID id,
        Owner owner,
        String platform,
        String name,
        Map<String, String> answers,
        boolean sealed,
        Instant reconnectSince,
        Instant createdAt,
        Instant revokedAt,
        long version) {

    /** Which shop, in which world. */
    public record Owner(UUID merchantId, UUID shopId, Environment environment) {}

    public Connection {
        answers = Map.copyOf(answers);
    }

    Connection named(String other) {
        return new Connection(
                id,
                owner,
                platform,
                other,
                answers,
                sealed,
                reconnectSince,
                createdAt,
                revokedAt,
                version);
    }

    /** With other answers; the shop is asked again, whatever it said before. */
    Connection settledTo(Map<String, String> next) {
        return new Connection(
                id, owner, platform, name, next, false, null, createdAt, revokedAt, version);
    }

    /** The shop is asked again, whatever it said before. */
    Connection askedAgain() {
        return new Connection(
                id, owner, platform, name, answers, sealed, null, createdAt, revokedAt, version);
    }

    Connection revoked(Instant at) {
        return new Connection(
                id, owner, platform, name, answers, sealed, reconnectSince, createdAt, at, version);
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    /** Names of settings that differ from {@code next}. */
    Set<String> changedBy(Map<String, String> next) {
        Set<String> changed = new LinkedHashSet<>();
        Map<String, String> all = new TreeMap<>(answers);
        all.putAll(next);
        for (String setting : all.keySet()) {
            if (!Objects.equals(answers.get(setting), next.get(setting))) {
                changed.add(setting);
            }
        }
        return changed;
    }

    /**
     * What a connector is opened with. Answers that it no longer asks for are left out.
     *
     * @throws IllegalArgumentException when they do not pass the installed connector's schema
     */
    Settings settings(ConfigSchema schema) {
        Map<String, String> known = new TreeMap<>(answers);
        known.keySet().retainAll(schema.settings().stream().map(Setting::name).toList());
        return schema.settle(known);
    }

    Optional<Instant> revocation() {
        return Optional.ofNullable(revokedAt);
    }

    /** No settings: they may be secret. */
    @Override
    public String toString() {
        return "Connection[" + id + ", " + platform + "]";
    }
}
