package org.bluejay.gateway.http;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bluejay.connector.Http;

/** The way out as connectors know it: whole answers no larger than they asked for, or none. */
public final class ConnectorHttp implements Http {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** The client itself writes these, or they would change who is spoken to. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect");

    private final OutboundHttp http;

    public ConnectorHttp(OutboundHttp http) {
        this.http = Objects.requireNonNull(http);
    }

    @Override
    public Answer send(Request request) throws NotSent, NoAnswer {
        Duration timeout = request.timeout().compareTo(LONGEST) > 0 ? LONGEST : request.timeout();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        headers.keySet().removeAll(OWN_HEADERS);
        Exchange.Reply reply =
                http.send(
                        new Exchange(
                                request.method(),
                                request.uri(),
                                headers,
                                request.body(),
                                timeout,
                                request.answerLimit()));
        if (!reply.complete()) {
            throw new NoAnswer(
                    "the answer is larger than " + request.answerLimit() + " bytes", null);
        }
        return new Answer(reply.status(), reply.headers(), reply.body());
    }
}
