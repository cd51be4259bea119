package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;

/**
 * Vendure's Admin API: one GraphQL document at a time, as the administrator we were given. Logs in
 * when it has to, and tells what a failure means for the order.
 */
final class AdminApi {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A login and a question must fit into the five seconds that a health check has. */
    private static final Duration HEALTH_PATIENCE = Duration.ofMillis(1_600);

    private static final int ANSWER_LIMIT = 4 << 20;

    private final Http http;
    private final URI address;
    private final Access access;
    private final Map<String, String> headers;

    AdminApi(Settings settings, Http http) {
        this.http = http;
        this.address = URI.create(settings.text(VendureProvider.ADMIN_API));
        this.access = Access.of(settings);
        Map<String, String> always = new HashMap<>();
        always.put("content-type", "application/json");
        always.put("accept", "application/json");
        settings.find(VendureProvider.CHANNEL)
                .ifPresent(token -> always.put("vendure-token", token));
        this.headers = Map.copyOf(always);
    }

    /**
     * @return what the answer has under {@code data}
     */
    JsonNode ask(String document, ObjectNode variables) throws ShopException {
        return ask(document, variables, PATIENCE);
    }

    /** Does nothing if we are let in. */
    void greet() throws ShopException {
        Order.decimalsOf(ask(Documents.GREETING, Json.object(), HEALTH_PATIENCE));
    }

    private JsonNode ask(String document, ObjectNode variables, Duration patience)
            throws ShopException {
        Map<String, String> known = access.headers();
        if (known.isEmpty()) {
            return send(document, variables, logIn(patience), patience);
        }
        try {
            return send(document, variables, known, patience);
        } catch (NeedsReconnect refused) {
            if (!access.isByLogin()) {
                throw refused;
            }
            // A session ends some day: nothing was done, so once more with a new one.
            return send(document, variables, logIn(patience), patience);
        }
    }

    private Map<String, String> logIn(Duration patience) throws ShopException {
        access.forget();
        Http.Answer answer;
        try {
            answer = exchange(Documents.LOGIN, access.credentials(), Map.of(), patience);
            access.remember(answer, Answers.dataOf(answer).path("login"));
        } catch (OutcomeUnknown unclear) {
            // Whatever came of the login, the order was not touched.
            throw new NotSent("the login got no clear answer", unclear);
        }
        return access.headers();
    }

    private JsonNode send(
            String document, ObjectNode variables, Map<String, String> identity, Duration patience)
            throws ShopException {
        return Answers.dataOf(exchange(document, variables, identity, patience));
    }

    private Http.Answer exchange(
            String document, ObjectNode variables, Map<String, String> identity, Duration patience)
            throws ShopException {
        ObjectNode body = Json.object();
        body.put("query", document);
        body.set("variables", variables);
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(identity);
        try {
            return http.send(
                    new Http.Request(
                            "POST", address, all, Json.write(body), patience, ANSWER_LIMIT));
        } catch (Http.NotSent notSent) {
            throw new NotSent("Vendure cannot be reached", notSent);
        } catch (Http.NoAnswer noAnswer) {
            throw new OutcomeUnknown("Vendure did not answer", noAnswer);
        }
    }
}
