package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import org.bluejay.connector.Http;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;

/**
 * What Vendure's answers mean: by their status, by the errors of GraphQL, and by the results that
 * say in their type what was wrong. Nothing of an answer is quoted but Vendure's own error codes
 * and its sentences about states.
 */
final class Answers {

    private static final Set<String> NOT_LET_IN = Set.of("FORBIDDEN", "UNAUTHORIZED");

    /** Vendure looked at the request and turned it down before it did anything. */
    private static final Set<String> TURNED_DOWN =
            Set.of(
                    "ENTITY_NOT_FOUND",
                    "CHANNEL_NOT_FOUND",
                    "USER_INPUT_ERROR",
                    "BAD_USER_INPUT",
                    "ILLEGAL_OPERATION",
                    "GRAPHQL_PARSE_FAILED",
                    "GRAPHQL_VALIDATION_FAILED");

    private static final Set<Integer> REFUSALS = Set.of(400, 403, 404);

    private static final int LONGEST_WAIT = 3_600;
    private static final int USUAL_WAIT = 30;
    private static final int LONGEST_SENTENCE = 200;

    private Answers() {}

    static JsonNode dataOf(Http.Answer answer) throws ShopException {
        int status = answer.status();
        if (status == 429) {
            throw new Throttled("Vendure asks us to wait", retryAfter(answer));
        }
        if (status == 401) {
            throw new NeedsReconnect("Vendure does not let us in (401)");
        }
        JsonNode body = Json.readObject(answer.body()).orElse(null);
        if (body != null && REFUSALS.contains(status)) {
            refuse(status, codeOf(body.path("errors").path(0)));
        }
        if (status != 200 || body == null) {
            // While Vendure is being deployed a proxy answers in its place, with any of these.
            throw new OutcomeUnknown(
                    "what answers at the Admin API's address says "
                            + status
                            + " and not as Vendure does: check the address if that goes on",
                    null);
        }
        refuseErrors(body.path("errors"));
        if (!body.path("data").isObject()) {
            throw new OutcomeUnknown("Vendure's answer has no data", null);
        }
        return body.path("data");
    }

    /** Only with a code of its own is it Vendure that refuses. */
    private static void refuse(int status, String code) throws ShopException {
        if (NOT_LET_IN.contains(code)) {
            throw new NeedsReconnect("Vendure does not let us in (%d)".formatted(status));
        }
        if (!code.isEmpty()) {
            throw new Rejected(
                    code, "Vendure turns the request down (%d %s)".formatted(status, code));
        }
    }

    private static void refuseErrors(JsonNode errors) throws ShopException {
        if (errors.isEmpty()) {
            return;
        }
        String code = codeOf(errors.path(0));
        if (NOT_LET_IN.contains(code)) {
            throw new NeedsReconnect(
                    "Vendure does not let us do this: check the key or the administrator's role");
        }
        if (TURNED_DOWN.contains(code)) {
            throw new Rejected(code, "Vendure turns the request down: " + code);
        }
        throw new OutcomeUnknown("Vendure failed at it", null);
    }

    /** Empty unless it is a word as Vendure's codes are. */
    private static String codeOf(JsonNode error) {
        String code = error.path("extensions").path("code").asText();
        return code.matches("[A-Z_]{1,64}") ? code : "";
    }

    /**
     * A result that is of the type that was hoped for.
     *
     * @throws Rejected when it is one of Vendure's error results
     */
    static JsonNode resultOf(JsonNode data, String mutation, String hopedFor) throws ShopException {
        JsonNode result = data.path(mutation);
        if (result.path("__typename").asText().equals(hopedFor)) {
            return result;
        }
        String code = result.path("errorCode").asText();
        if (!code.matches("[A-Z_]{1,64}")) {
            throw new OutcomeUnknown("Vendure's answer to " + mutation + " is unheard of", null);
        }
        if (code.equals("MANUAL_PAYMENT_STATE_ERROR")) {
            throw new NotSent("the order is not waiting for payment just now", null);
        }
        throw new Rejected(code, mutation + ": " + sentenceOf(result));
    }

    private static String sentenceOf(JsonNode result) {
        String why = result.path("transitionError").asText(result.path("message").asText());
        return why.substring(0, Math.min(LONGEST_SENTENCE, why.length()));
    }

    private static Duration retryAfter(Http.Answer answer) {
        String said = answer.header("retry-after").orElse("");
        int seconds = said.matches("[0-9]{1,6}") ? Integer.parseInt(said) : USUAL_WAIT;
        return Duration.ofSeconds(Math.min(LONGEST_WAIT, Math.max(1, seconds)));
    }
}
