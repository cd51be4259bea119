package org.bluejay.gateway.network;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.gateway.audit.AuditLog;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.RunningConnector;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.Shops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.jdbi.v3.core.Handle;

/** Connects shops to payment networks, and changes and ends these connections. */
@ApplicationScoped
public class ChannelService {

    /** Channels of one shop that take payments. */
    static final int MAX_PER_SHOP = 100;

    private static final int MAX_NAME = 100;

    @Inject Database database;
    @Inject Channels channels;
    @Inject Connectors connectors;
    @Inject AuditLog audit;
    @Inject Shops shops;

    /**
     * What a caller wants connected.
     *
     * @param shopId may be left out by a key of one shop
     * @param network a connector's id
     * @param name for people
     * @param settings answers to the connector's questions, by name
     */
    public record Wish(
            Optional<UUID> shopId, String network, String name, Map<String, String> settings) {}

    @Transactional
    public Channel create(Caller caller, Wish wish) {
        Shop shop = shopOf(caller, wish.shopId());
        RunningConnector connector = connectorFor(wish.network(), shop.environment());
        Map<String, String> answers = checked(connector.settings(), wish.settings());
        Channel channel =
                Channel.connect(
                        Ids.next(),
                        new Channel.Owner(shop.merchantId(), shop.id(), shop.environment()),
                        wish.network(),
                        checkedName(wish.name()),
                        answers,
                        shops.clockOf(shop).instant());
        database.use(
                handle -> {
                    refuseTooMany(handle, shop.id());
                    channels.insert(handle, channel);
                });
        record(caller, channel, "channel.create", Map.of("network", channel.network()));
        return channel;
    }

    @Transactional
    public Channel find(Caller caller, UUID id) {
        return database.with(
                        handle ->
                                channels.find(
                                        handle, caller.merchantId(), caller.environment(), id))
                .filter(channel -> isFor(caller, channel))
                .orElseThrow(() -> Problem.notFound("channel"));
    }

    /**
     * A part of the caller's channels, oldest first.
     *
     * @param after the last one of the part before
     */
    @Transactional
    public Page<Channel> list(
            Caller caller, Optional<UUID> shopId, Optional<UUID> after, int limit) {
        Optional<UUID> shop = caller.shop().or(() -> shopId);
        if (shopId.isPresent() && !shopId.equals(shop)) {
            return new Page<>(List.of(), Optional.empty());
        }
        List<Channel> rows =
                database.with(
                        handle ->
                                channels.list(
                                        handle,
                                        caller.merchantId(),
                                        caller.environment(),
                                        shop,
                                        after,
                                        limit + 1));
        return Page.of(rows, limit, channel -> channel.id().toString());
    }

    /**
     * Changes name and settings.
     *
     * @param name another, if given
     * @param settings answers that change; those not named stay, an empty one goes
     */
    @Transactional
    public Channel change(
            Caller caller, UUID id, Optional<String> name, Map<String, String> settings) {
        return database.with(
                handle -> {
                    Channel channel = locked(handle, caller, id);
                    if (channel.isRevoked()) {
                        throw Problem.conflict("channel-revoked", "the channel was revoked");
                    }
                    Set<String> changed = settings.isEmpty() ? Set.of() : settle(channel, settings);
                    boolean renamed = name.isPresent() && channel.rename(checkedName(name.get()));
                    if (renamed || !changed.isEmpty()) {
                        channels.update(handle, channel);
                        record(
                                caller,
                                channel,
                                "channel.change",
                                Map.of("renamed", renamed, "settings", changed));
                    }
                    return channel;
                });
    }

    /** Ends a channel; payments that were asked for through it are followed to their end. */
    @Transactional
    public Channel revoke(Caller caller, UUID id) {
        return database.with(
                handle -> {
                    Channel channel = locked(handle, caller, id);
                    Shop shop = shops.find(channel.merchantId(), channel.shopId()).orElseThrow();
                    if (channel.revoke(shops.clockOf(shop).instant())) {
                        channels.update(handle, channel);
                        record(caller, channel, "channel.revoke", Map.of());
                    }
                    return channel;
                });
    }

    private Set<String> settle(Channel channel, Map<String, String> settings) {
        ConfigSchema schema = connectorFor(channel.network(), channel.environment()).settings();
        Map<String, String> merged = new TreeMap<>(channel.answers());
        merged.keySet().retainAll(schema.settings().stream().map(Setting::name).toList());
        merged.putAll(withoutNulls(settings));
        Map<String, String> next = checked(schema, merged);
        Set<String> fixed = channel.fixedSettingsChangedBy(next, schema);
        if (!fixed.isEmpty()) {
            throw Problem.invalid(
                    fixed.stream()
                            .map(
                                    setting ->
                                            new Problem.Field(
                                                    "settings." + setting,
                                                    "never changes: connect another channel"))
                            .toList());
        }
        return channel.settle(next);
    }

    private RunningConnector connectorFor(String network, Environment environment) {
        RunningConnector connector =
                connectors
                        .running(network)
                        .orElseThrow(
                                () ->
                                        Problem.invalid(
                                                "network",
                                                "is not an installed connector: see"
                                                        + " /api/v1/connectors/"));
        if (connector.descriptor().sandboxOnly() && environment != Environment.SANDBOX) {
            throw Problem.invalid("network", "moves no real money: it is for sandbox shops only");
        }
        return connector;
    }

    /** The answers with defaults filled in, or what is wrong with them, by field. */
    static Map<String, String> checked(ConfigSchema schema, Map<String, String> answers) {
        Map<String, String> given = withoutNulls(answers);
        List<Problem.Field> faults = new ArrayList<>();
        schema.validate(given)
                .forEach(
                        (setting, fault) ->
                                faults.add(new Problem.Field("settings." + setting, fault)));
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults);
        }
        Settings settled = schema.settle(given);
        Map<String, String> all = new LinkedHashMap<>();
        for (Setting setting : schema.settings()) {
            settled.find(setting.name()).ifPresent(answer -> all.put(setting.name(), answer));
        }
        return all;
    }

    private static Map<String, String> withoutNulls(Map<String, String> answers) {
        Map<String, String> given = new TreeMap<>();
        answers.forEach((setting, answer) -> given.put(setting, answer == null ? "" : answer));
        return given;
    }

    private static String checkedName(String name) {
        if (name == null || name.isBlank() || name.length() > MAX_NAME) {
            throw Problem.invalid("name", "must have 1 to " + MAX_NAME + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid("name", "must not contain control characters");
        }
        return name;
    }

    private Channel locked(Handle handle, Caller caller, UUID id) {
        return channels.lock(handle, caller.merchantId(), caller.environment(), id)
                .filter(channel -> isFor(caller, channel))
                .orElseThrow(() -> Problem.notFound("channel"));
    }

    private static boolean isFor(Caller caller, Channel channel) {
        return caller.shop().map(channel.shopId()::equals).orElse(true);
    }

    private Shop shopOf(Caller caller, Optional<UUID> wished) {
        UUID id =
                wished.or(caller::shop).orElseThrow(() -> Problem.invalid("shopId", "is required"));
        return shops.find(caller.merchantId(), id)
                .filter(shop -> shop.environment() == caller.environment())
                .filter(shop -> caller.shop().map(shop.id()::equals).orElse(true))
                .orElseThrow(() -> Problem.invalid("shopId", "is not a shop of this key"));
    }

    private void refuseTooMany(Handle handle, UUID shopId) {
        if (channels.enabled(handle, shopId).size() >= MAX_PER_SHOP) {
            throw Problem.conflict(
                    "too-many-channels", "a shop has at most " + MAX_PER_SHOP + " channels");
        }
    }

    private void record(Caller caller, Channel channel, String action, Map<String, ?> detail) {
        audit.record(
                caller, Optional.of(channel.shopId()), action, "channel", channel.id(), detail);
    }
}
