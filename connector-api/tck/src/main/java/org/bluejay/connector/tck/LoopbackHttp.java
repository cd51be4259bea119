package org.bluejay.connector.tck;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bluejay.connector.Http;

/**
 * A way out for tests that run a real server on this machine, where the gateway's own calls no
 * private address. It keeps the same promises: names of headers in lower case, no more of an answer
 * than was asked for, and {@link Http.NotSent} only when nothing has left.
 */
public final class LoopbackHttp implements Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Answer send(Request request) throws NotSent, NoAnswer {
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(request.uri())
                        .timeout(request.timeout())
                        .method(
                                request.method(),
                                HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(asked::header);
        try {
            HttpResponse<byte[]> answer =
                    CLIENT.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.body().length > request.answerLimit()) {
                throw new NoAnswer("the answer is too large", null);
            }
            return new Answer(answer.statusCode(), headers(answer), answer.body());
        } catch (ConnectException nobody) {
            throw new NotSent("nobody listens at " + request.uri().getAuthority(), nobody);
        } catch (IOException broken) {
            throw new NoAnswer("the connection broke", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted", stopped);
        }
    }

    private static Map<String, List<String>> headers(HttpResponse<?> answer) {
        Map<String, List<String>> byName = new HashMap<>();
        answer.headers()
                .map()
                .forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), values));
        return byName;
    }
}
