package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bluejay.connector.Http;
import org.bluejay.connector.Secret;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;

/**
 * Who we are in Vendure: an API key, or an administrator's session. Vendure hands a session over as
 * a cookie or as a token in a header, whichever its owner has set up; both are taken as they come.
 */
final class Access {

    private static final String TOKEN = "vendure-auth-token";

    private final Map<String, String> byKey;
    private final String username;
    private final Secret password;
    private volatile Map<String, String> session = Map.of();

    private Access(Map<String, String> byKey, String username, Secret password) {
        this.byKey = byKey;
        this.username = username;
        this.password = password;
    }

    static Access of(Settings settings) {
        if (settings.text(VendureProvider.ACCESS).equals(VendureProvider.BY_LOGIN)) {
            return new Access(
                    Map.of(),
                    settings.text(VendureProvider.USERNAME),
                    settings.secret(VendureProvider.PASSWORD));
        }
        String key = settings.secret(VendureProvider.API_KEY).reveal();
        return new Access(Map.of("vendure-api-key", key), "", new Secret(""));
    }

    boolean isByLogin() {
        return byKey.isEmpty();
    }

    /** Empty when we have to log in first. */
    Map<String, String> headers() {
        return isByLogin() ? session : byKey;
    }

    ObjectNode credentials() {
        return Json.object().put("username", username).put("password", password.reveal());
    }

    void forget() {
        session = Map.of();
    }

    /**
     * @param login what the answer says of the login
     */
    void remember(Http.Answer answer, JsonNode login) throws NeedsReconnect {
        if (!login.path("__typename").asText().equals("CurrentUser")) {
            throw new NeedsReconnect("Vendure refuses the administrator's name or password");
        }
        List<String> cookies = answer.headers().getOrDefault("set-cookie", List.of());
        String token = answer.header(TOKEN).orElse("");
        if (!token.isEmpty()) {
            session = Map.of("authorization", "Bearer " + token);
        } else if (!cookies.isEmpty()) {
            session =
                    Map.of(
                            "cookie",
                            cookies.stream()
                                    .map(cookie -> cookie.split(";", 2)[0])
                                    .collect(Collectors.joining("; ")));
        } else {
            throw new NeedsReconnect(
                    "Vendure gives no session: its tokenMethod must have 'cookie' or 'bearer'");
        }
    }
}
