package org.bluejay.gateway.webhook;

import jakarta.validation.constraints.Size;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bluejay.gateway.event.EventTypes;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.bluejay.gateway.webhook.WebhookEndpoint.Wishes;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a caller wants changed about an endpoint; what is left out stays.
 *
 * @param url https, at a public address
 * @param types all that it is told from now on
 * @param description for people
 * @param signatures all that it gets from now on: {@code v1}, {@code v1a} or both
 * @param state {@code enabled} or {@code disabled}
 */
@Schema(name = "WebhookEndpointChange")
public record EndpointChange(
        @Size(min = 1, max = 2048) String url,
        @Size(max = 50) List<String> types,
        @Size(max = 500) String description,
        @Schema(implementation = Kind.class) @Size(max = 2) List<String> signatures,
        @Schema(enumeration = {"enabled", "disabled"}) String state) {

    Wishes over(Wishes before) {
        return new Wishes(
                url == null ? before.url() : url.strip(),
                types == null ? before.types() : EventTypes.of(types),
                description == null ? before.description() : description,
                signatures == null ? before.signatures() : kinds(signatures));
    }

    Optional<Boolean> enabled() {
        if (state == null) {
            return Optional.empty();
        }
        return switch (state) {
            case "enabled" -> Optional.of(true);
            case "disabled" -> Optional.of(false);
            default -> throw Problem.invalid("state", "must be enabled or disabled");
        };
    }

    static Wishes wishes(
            String url, List<String> types, String description, List<String> signatures) {
        return new Wishes(url.strip(), EventTypes.of(types), description, kinds(signatures));
    }

    private static Set<Kind> kinds(List<String> signatures) {
        if (signatures.isEmpty()) {
            return EnumSet.of(Kind.V1);
        }
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String signature : signatures) {
            kinds.add(
                    switch (String.valueOf(signature)) {
                        case "v1" -> Kind.V1;
                        case "v1a" -> Kind.V1A;
                        default ->
                                throw Problem.invalid("signatures", "must contain v1, v1a or both");
                    });
        }
        return kinds;
    }
}
