package org.bluejay.gateway.shopsync;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bluejay.connector.Setting;
import org.bluejay.gateway.connector.RunningShopConnector;
import org.bluejay.gateway.shared.EnvironmentConverter;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A connection as the API shows it. Secret settings are named and never shown.
 *
 * @param environment {@code live} or {@code sandbox}: the shop's
 * @param platform the connector's id
 * @param name for people
 * @param state {@code enabled}, {@code needs-reconnect} when the shop refuses its key, {@code
 *     sealed} when the gateway lacks the key that sealed its settings (put it back, or give all
 *     settings anew), or {@code revoked}
 * @param available whether its connector is loaded now
 * @param webhookUrl where the shop sends its webhooks
 * @param settings answers that are no secret; none while the connector is not loaded
 * @param secrets names of the secret settings that have an answer
 * @param createdAt by the shop's clock
 * @param revokedAt by the shop's clock
 */
@JsonPropertyOrder({
    "id",
    "shopId",
    "environment",
    "platform",
    "name",
    "state",
    "available",
    "webhookUrl",
    "settings",
    "secrets",
    "createdAt",
    "revokedAt"
})
@Schema(name = "Connection")
public record ConnectionView(
        UUID id,
        UUID shopId,
        @Schema(enumeration = {"live", "sandbox"}) String environment,
        String platform,
        String name,
        @Schema(enumeration = {"enabled", "needs-reconnect", "sealed", "revoked"}) String state,
        boolean available,
        String webhookUrl,
        Map<String, String> settings,
        List<String> secrets,
        Instant createdAt,
        Optional<Instant> revokedAt) {

    static ConnectionView of(
            Connection connection, Optional<RunningShopConnector> connector, URI publicUrl) {
        Map<String, String> shown = new TreeMap<>();
        Map<String, String> hidden = new TreeMap<>();
        // Without the schema it is not known which answers are secret, so that all of them are.
        connector.stream()
                .flatMap(running -> running.settings().settings().stream())
                .filter(setting -> connection.answers().containsKey(setting.name()))
                .forEach(
                        setting ->
                                (setting.type() == Setting.Type.SECRET ? hidden : shown)
                                        .put(
                                                setting.name(),
                                                connection.answers().get(setting.name())));
        return new ConnectionView(
                connection.id(),
                connection.owner().shopId(),
                EnvironmentConverter.text(connection.owner().environment()),
                connection.platform(),
                connection.name(),
                stateOf(connection),
                connector.isPresent(),
                ShopContexts.webhookUrl(connection, publicUrl),
                shown,
                List.copyOf(hidden.keySet()),
                connection.createdAt(),
                connection.revocation());
    }

    private static String stateOf(Connection connection) {
        if (connection.isRevoked()) {
            return "revoked";
        }
        if (connection.sealed()) {
            return "sealed";
        }
        return connection.reconnectSince() == null ? "enabled" : "needs-reconnect";
    }
}
