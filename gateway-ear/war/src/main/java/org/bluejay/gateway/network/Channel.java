package org.bluejay.gateway.network;

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
 * A shop's configured connection to a payment network: a paybill, a Pix key, an xpub. Its promise:
 * shop, environment, network and custody never change, nor does a setting that names where money
 * goes. A revoked channel takes no new payments, and is still asked about those it has.
 */
public final class Channel {

    private final UUID id;
    private final UUID merchantId;
    private final UUID shopId;
    private final Environment environment;
    private final String network;
    private final Custody custody;
    private final Instant createdAt;
    private String name;
    private Map<String, String> answers;
    private Instant revokedAt;
    private long version;

    /** Whose wallet the money goes to. */
    public enum Custody {
        /** The merchant's own. */
        MERCHANT,
        /** The operator's, who owes it to the merchant. */
        OPERATOR
    }

    /** Which shop, in which world. */
    record Owner(UUID merchantId, UUID shopId, Environment environment) {}

    private Channel(UUID id, Owner owner, String network, Custody custody, Instant createdAt) {
        this.id = id;
        this.merchantId = owner.merchantId;
        this.shopId = owner.shopId;
        this.environment = owner.environment;
        this.network = network;
        this.custody = custody;
        this.createdAt = createdAt;
    }

    /**
     * A new channel.
     *
     * @param answers which passed the connector's schema, defaults filled in
     */
    static Channel connect(
            UUID id,
            Owner owner,
            String network,
            String name,
            Map<String, String> answers,
            Instant at) {
        Channel channel = new Channel(id, owner, network, Custody.MERCHANT, at);
        channel.name = name;
        channel.answers = Map.copyOf(answers);
        return channel;
    }

    /** A channel as it was kept. */
    record Kept(String name, Map<String, String> answers, Instant revokedAt, long version) {}

    static Channel restore(
            UUID id, Owner owner, String network, Custody custody, Instant createdAt, Kept kept) {
        Channel channel = new Channel(id, owner, network, custody, createdAt);
        channel.name = kept.name;
        channel.answers = Map.copyOf(kept.answers);
        channel.revokedAt = kept.revokedAt;
        channel.version = kept.version;
        return channel;
    }

    /**
     * Gives it another name.
     *
     * @return whether that is a change
     */
    boolean rename(String other) {
        boolean changed = !name.equals(other);
        name = other;
        return changed;
    }

    /**
     * What would be wrong with these answers instead of the present ones: a fixed setting differs.
     *
     * @return the names of the settings that may not change
     */
    Set<String> fixedSettingsChangedBy(Map<String, String> next, ConfigSchema schema) {
        Set<String> names = new LinkedHashSet<>();
        for (Setting setting : schema.settings()) {
            String present = answers.get(setting.name());
            if (setting.fixed() && present != null && !present.equals(next.get(setting.name()))) {
                names.add(setting.name());
            }
        }
        return names;
    }

    /**
     * Takes other answers, which passed the schema and {@link #fixedSettingsChangedBy}.
     *
     * @return the names of the settings that changed
     */
    Set<String> settle(Map<String, String> next) {
        Set<String> changed = new LinkedHashSet<>();
        Map<String, String> all = new TreeMap<>(answers);
        all.putAll(next);
        for (String setting : all.keySet()) {
            if (!Objects.equals(answers.get(setting), next.get(setting))) {
                changed.add(setting);
            }
        }
        answers = Map.copyOf(next);
        return changed;
    }

    /**
     * Takes no new payments from now on.
     *
     * @return false when it took none already
     */
    boolean revoke(Instant at) {
        if (revokedAt != null) {
            return false;
        }
        revokedAt = at;
        return true;
    }

    /**
     * What a connector is opened with. Answers that the installed connector no longer asks for are
     * left out.
     *
     * @throws IllegalArgumentException when they do not pass the installed connector's schema
     */
    Settings settings(ConfigSchema schema) {
        Map<String, String> known = new TreeMap<>(answers);
        known.keySet().retainAll(schema.settings().stream().map(Setting::name).toList());
        return schema.settle(known);
    }

    Map<String, String> answers() {
        return answers;
    }

    public UUID id() {
        return id;
    }

    public UUID merchantId() {
        return merchantId;
    }

    public UUID shopId() {
        return shopId;
    }

    public Environment environment() {
        return environment;
    }

    public String network() {
        return network;
    }

    public String name() {
        return name;
    }

    public Custody custody() {
        return custody;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    public boolean isRevoked() {
        return revokedAt != null;
    }

    long version() {
        return version;
    }

    /** No settings: they may be secret. */
    @Override
    public String toString() {
        return "Channel[" + id + ", " + network + "]";
    }
}
