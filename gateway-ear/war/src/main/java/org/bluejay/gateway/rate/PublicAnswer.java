package org.bluejay.gateway.rate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.bluejay.connector.Http;
import org.bluejay.gateway.shared.Json;

/** Asks a public source one question and reads its JSON, believing nothing. */
final class PublicAnswer {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private PublicAnswer() {}

    /**
     * @throws SourceFailure when no JSON object comes with status 200
     */
    static JsonNode get(Http http, URI uri) throws SourceFailure {
        Http.Answer answer = send(http, uri);
        if (answer.status() != 200) {
            throw new SourceFailure("answered " + answer.status(), retryAfter(answer));
        }
        try {
            JsonNode json = Json.MAPPER.readTree(answer.body());
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new SourceFailure("answered something that is not JSON", e);
        }
        throw new SourceFailure("answered something else than a JSON object", (Duration) null);
    }

    private static Http.Answer send(Http http, URI uri) throws SourceFailure {
        try {
            return http.send(Http.Request.get(uri, PATIENCE));
        } catch (Http.NotSent e) {
            throw new SourceFailure("could not be reached: " + e.getMessage(), e);
        } catch (Http.NoAnswer e) {
            throw new SourceFailure("did not answer: " + e.getMessage(), e);
        }
    }

    /** In seconds only: whoever writes a date has another clock. */
    private static Duration retryAfter(Http.Answer answer) {
        return answer.header("retry-after")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
    }

    /**
     * A price that stands as a number or as text.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static BigDecimal figure(JsonNode node) {
        if (node.isNumber()) {
            return Price.figure(node.decimalValue().toString());
        }
        if (node.isTextual()) {
            return Price.figure(node.textValue());
        }
        throw new IllegalArgumentException("there is no price where one belongs");
    }
}
