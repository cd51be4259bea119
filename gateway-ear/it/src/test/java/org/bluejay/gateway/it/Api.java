package org.bluejay.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The API as one integrator calls it.
 *
 * @param headers sent with every request
 */
public record Api(URI base, Map<String, String> headers) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    public Api {
        headers = Map.copyOf(headers);
    }

    static Api of(URI base, String key) {
        return new Api(base, Map.of("X-API-Key", key));
    }

    /** The same caller, with one header more or another value. */
    Api with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(base, more);
    }

    public Api under(String idempotencyKey) {
        return with("Idempotency-Key", idempotencyKey);
    }

    Api at(URI other) {
        return new Api(other, headers);
    }

    public Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Reply post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    /** Sends text as it is, all else as JSON. */
    public Reply post(String path, Object body) {
        return send("POST", path, body);
    }

    /** The same, and empty when nothing was answered: the gateway may be dead. */
    public Optional<Reply> tryPost(String path, Object body) {
        try {
            return Optional.of(trySend("POST", path, BodyPublishers.ofString(text(body))));
        } catch (IOException dead) {
            return Optional.empty();
        }
    }

    Reply patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    private Reply send(String method, String path, Object body) {
        return send(method, path, BodyPublishers.ofString(text(body)));
    }

    static String text(Object body) {
        return body instanceof String text ? text : Reply.write(body);
    }

    Reply send(String method, String path, BodyPublisher body) {
        try {
            return trySend(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }

    /**
     * @throws IOException when nothing was answered
     */
    Reply trySend(String method, String path, BodyPublisher body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(whole(path)))
                        .timeout(TIMEOUT)
                        .header("Accept", "application/json")
                        .method(method, body);
        if (body.contentLength() != 0) {
            request.setHeader("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        try {
            return new Reply(
                    method + " " + path, CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Paths beginning with two slashes are not of the API. */
    private static String whole(String path) {
        return path.startsWith("//") ? path.substring(1) : "/api/v1" + path;
    }
}
