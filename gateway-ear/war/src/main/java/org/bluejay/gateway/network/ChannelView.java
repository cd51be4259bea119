package org.bluejay.gateway.network;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bluejay.connector.Setting;
import org.bluejay.gateway.connector.ConnectorView.MethodView;
import org.bluejay.gateway.connector.RunningConnector;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A channel as the API shows it. Secret settings are named and never shown.
 *
 * @param environment {@code live} or {@code sandbox}: the shop's
 * @param network the connector's id
 * @param name for people
 * @param custody whose wallet the money goes to: {@code merchant} or {@code operator}
 * @param state {@code enabled} or {@code revoked}
 * @param available whether its connector is loaded now
 * @param settings answers that are no secret; none while the connector is not loaded
 * @param secrets names of the secret settings that have an answer
 * @param methods the ways to pay it offers now
 * @param createdAt by the shop's clock
 * @param revokedAt by the shop's clock
 */
@JsonPropertyOrder({
    "id",
    "shopId",
    "environment",
    "network",
    "name",
    "custody",
    "state",
    "available",
    "settings",
    "secrets",
    "methods",
    "createdAt",
    "revokedAt"
})
@Schema(name = "Channel")
public record ChannelView(
        UUID id,
        UUID shopId,
        String environment,
        String network,
        String name,
        @Schema(implementation = Channel.Custody.class) String custody,
        @Schema(enumeration = {"enabled", "revoked"}) String state,
        boolean available,
        Map<String, String> settings,
        List<String> secrets,
        List<MethodView> methods,
        Instant createdAt,
        Optional<Instant> revokedAt) {

    static ChannelView of(Channel channel, Optional<RunningConnector> connector) {
        Map<String, String> shown = new TreeMap<>();
        Map<String, String> hidden = new TreeMap<>();
        // Without the schema it is not known which answers are secret, so that all of them are.
        connector.stream()
                .flatMap(running -> running.settings().settings().stream())
                .filter(setting -> channel.answers().containsKey(setting.name()))
                .forEach(
                        setting ->
                                (setting.type() == Setting.Type.SECRET ? hidden : shown)
                                        .put(
                                                setting.name(),
                                                channel.answers().get(setting.name())));
        return new ChannelView(
                channel.id(),
                channel.shopId(),
                lower(channel.environment()),
                channel.network(),
                channel.name(),
                lower(channel.custody()),
                channel.isRevoked() ? "revoked" : "enabled",
                connector.isPresent(),
                shown,
                List.copyOf(hidden.keySet()),
                connector.stream()
                        .filter(running -> !channel.isRevoked())
                        .flatMap(running -> running.descriptor().methods().stream())
                        .map(MethodView::of)
                        .toList(),
                channel.createdAt(),
                channel.revokedAt());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
