package org.bluejay.network.mpesa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.bluejay.connector.Http;

/**
 * An answer of Daraja's, whatever shape it has. Its own words are never passed on.
 *
 * @param status of HTTP, which Daraja uses loosely
 * @param body missing when it is no JSON object
 * @param retryAfter how long it asks to be left alone
 */
record Reply(int status, JsonNode body, Duration retryAfter) {

    private static final Set<String> BUSY = Set.of("500.003.02", "500.003.03");
    private static final Set<String> TOKEN = Set.of("404.001.03", "401.003.01");
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** On a request for payment: shortcode or passkey are wrong. On a query: nothing at all. */
    static final String EMPTY_TALK = "500.001.1001";

    static Reply of(Http.Answer answer) {
        return new Reply(
                answer.status(),
                Json.readObject(answer.body()).orElse(MissingNode.getInstance()),
                answer.header("retry-after").flatMap(Reply::seconds).orElse(USUAL_PAUSE));
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("[1-9][0-9]{0,2}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        .filter(pause -> pause.compareTo(LONGEST_PAUSE) <= 0)
                : Optional.empty();
    }

    boolean isOk() {
        return status == 200;
    }

    String text(String field) {
        return Json.text(body, field);
    }

    /** Too many requests; nothing was done. */
    boolean isBusy() {
        return status == 429 || BUSY.contains(text("errorCode"));
    }

    /** The login is over: the request did not get past the door. */
    boolean refusesLogin() {
        return status == 401 || TOKEN.contains(text("errorCode"));
    }

    boolean isEmptyTalk() {
        return text("errorCode").equals(EMPTY_TALK);
    }

    /** A refusal by HTTP, for good; 408 and 409 leave open what happened. */
    boolean isRefusal() {
        return status >= 400 && status < 500 && status != 408 && status != 409;
    }

    /** The error's code, or the status where there is none. */
    String code() {
        String code = text("errorCode");
        return code.matches("[0-9]{3}\\.[0-9]{3}\\.[0-9]{2,4}") ? code : "http-" + status;
    }
}
