package org.bluejay.network.mpesa.simulator;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Callbacks over HTTP; one that is not taken is lost, as it is in truth. */
final class HttpCallbackLine implements CallbackLine {

    private static final System.Logger LOG = System.getLogger(HttpCallbackLine.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    @Override
    public void post(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<Void> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            LOG.log(Level.INFO, "event=callback-sent status={0}", answer.statusCode());
        } catch (IOException lost) {
            LOG.log(Level.WARNING, "event=callback-lost error={0}", lost.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
