package org.bluejay.connector.tck;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Http;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.NotSent;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.NetworkException.Throttled;

/** The toy's way to its bank, and what it makes of failures. */
record ToyLine(Flaw flaw, Settings settings, ConnectorContext context) {

    private static final System.Logger LOG = System.getLogger(ToyLine.class.getName());

    private boolean has(Flaw some) {
        return flaw == some;
    }

    String login() throws NetworkException {
        String body = "{\"key\":\"" + settings.secret("apiKey").reveal() + "\"}";
        try {
            String login = ToyBank.field(call("", "POST", "/login", body, ""), "login");
            if (login == null) {
                throw new NotSent("no login", null);
            }
            return login;
        } catch (NetworkException failed) {
            if (has(Flaw.REFUSED_FOR_LOGIN)) {
                throw new Refused("login", "no login");
            }
            throw failed;
        }
    }

    String call(String login, String method, String path, String body, String key)
            throws NetworkException {
        if (has(Flaw.LOGS_SECRETS)) {
            LOG.log(System.Logger.Level.TRACE, () -> method + " " + path + " " + body);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("authorization", login);
        headers.put("idempotency-key", key);
        try {
            Http.Answer answer =
                    http().send(
                                    new Http.Request(
                                            method,
                                            URI.create("https://toy.test" + path),
                                            headers,
                                            body.getBytes(StandardCharsets.UTF_8),
                                            Duration.ofSeconds(4)));
            return textOf(answer);
        } catch (Http.NotSent notSent) {
            if (has(Flaw.UNKNOWN_FOR_NOT_SENT)) {
                throw new OutcomeUnknown("no connection", notSent);
            }
            throw new NotSent("no connection", notSent);
        } catch (Http.NoAnswer noAnswer) {
            if (has(Flaw.NOT_SENT_FOR_UNKNOWN)
                    || (has(Flaw.NOT_SENT_FOR_TIME_OUT)
                            && noAnswer.getMessage().equals("timed out"))) {
                throw new NotSent("no answer", noAnswer);
            }
            throw new OutcomeUnknown("no answer", noAnswer);
        }
    }

    Http http() {
        return has(Flaw.OWN_LINE) ? ToyNetwork.ownLine : context.http();
    }

    private String textOf(Http.Answer answer) throws NetworkException {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String said = has(Flaw.QUOTES_ANSWERS) ? text : "status " + answer.status();
        if (answer.status() == 429 && !has(Flaw.UNKNOWN_FOR_429)) {
            throw new Throttled(said, Duration.ofSeconds(7));
        }
        if (answer.status() == 400 && !has(Flaw.UNKNOWN_FOR_400)) {
            throw new Refused("400", said);
        }
        if (answer.status() >= 500 && has(Flaw.REFUSED_FOR_500)) {
            throw new Refused("500", said);
        }
        if (answer.status() >= 300 || (has(Flaw.STRICT) && text.contains("addedLater"))) {
            throw new OutcomeUnknown(said, null);
        }
        if (has(Flaw.CRASHES_ON_HTML) && !text.startsWith("{")) {
            throw new IllegalStateException("not JSON");
        }
        return text;
    }
}
