package org.bluejay.network.utxo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.bluejay.connector.Http;

/** The way to a node on this machine, as the gateway would lend it. */
final class LoopbackHttp implements Http {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Answer send(Request request) throws NotSent, NoAnswer {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request.uri())
                        .timeout(request.timeout())
                        .method(
                                request.method(),
                                HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::header);
        try {
            HttpResponse<byte[]> answer =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.body().length > request.answerLimit()) {
                throw new NoAnswer("the answer is too large", null);
            }
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (ConnectException refused) {
            throw new NotSent("no connection", refused);
        } catch (IOException broken) {
            throw new NoAnswer("no answer", broken);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted", end);
        }
    }
}
