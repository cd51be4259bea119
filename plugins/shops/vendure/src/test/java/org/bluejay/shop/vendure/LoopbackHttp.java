package org.bluejay.shop.vendure;

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

/** The host's way out, as far as a server on this machine needs it. */
final class LoopbackHttp implements Http {

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
            Map<String, List<String>> headers = new HashMap<>();
            answer.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            return new Answer(answer.statusCode(), headers, answer.body());
        } catch (ConnectException nobody) {
            throw new NotSent("nobody listens", nobody);
        } catch (IOException broken) {
            throw new NoAnswer("the connection broke", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted", stopped);
        }
    }
}
