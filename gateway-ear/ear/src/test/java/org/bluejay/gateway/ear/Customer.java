package org.bluejay.gateway.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A newcomer who calls the gateway with what its demo file tells.
 *
 * @param demo the lines of that file
 */
record Customer(Map<String, String> demo) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    Customer {
        demo = Map.copyOf(demo);
    }

    static Customer of(Path demoFile) throws IOException {
        return new Customer(
                Files.readAllLines(demoFile).stream()
                        .map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    String shop() {
        return demo.get("BLUEJAY_SHOP_ID");
    }

    String webhookSecret() {
        return demo.get("BLUEJAY_WEBHOOK_SECRET");
    }

    JsonNode read(String path) throws Exception {
        return data(send(call(path).GET()), 200);
    }

    JsonNode post(String path, Map<String, ?> body, int expected) throws Exception {
        return data(
                send(
                        call(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))),
                expected);
    }

    /** What any browser gets. */
    static HttpResponse<String> browse(URI page) throws Exception {
        return send(HttpRequest.newBuilder(page));
    }

    /** Asks again and again until it is as wanted. */
    static <T> T await(String what, Callable<T> question, Predicate<T> good) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        T answer = question.call();
        while (!good.test(answer)) {
            assertThat(System.nanoTime()).as("%s; at last: %s", what, answer).isLessThan(end);
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = question.call();
        }
        return answer;
    }

    private HttpRequest.Builder call(String path) {
        return HttpRequest.newBuilder(URI.create(demo.get("BLUEJAY_URL") + "/api/v1" + path))
                .header("X-API-Key", demo.get("BLUEJAY_API_KEY"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static JsonNode data(HttpResponse<String> response, int expected) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
        return JSON.readTree(response.body()).path("data");
    }

    @Override
    public String toString() {
        return "shop " + shop();
    }
}
