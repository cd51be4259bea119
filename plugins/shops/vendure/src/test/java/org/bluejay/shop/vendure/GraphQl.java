package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Somebody who talks GraphQL with Vendure, and is remembered by it: a shopper, or the staff. */
final class GraphQl {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(new CookieManager())
                    .build();
    private final URI address;

    private GraphQl(String address) {
        this.address = URI.create(address);
    }

    static GraphQl shopper(VendureProcess vendure) {
        return new GraphQl(vendure.url() + "/shop-api");
    }

    static GraphQl staff(VendureProcess vendure) {
        GraphQl staff = new GraphQl(vendure.adminApi());
        staff.ask(
                "mutation($u: String!, $p: String!) { login(username: $u, password: $p)"
                        + " { __typename } }",
                Map.of("u", vendure.administrator(), "p", vendure.password()));
        return staff;
    }

    JsonNode ask(String document) {
        return ask(document, Map.of());
    }

    JsonNode ask(String document, Map<String, Object> variables) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(20))
                            .header("content-type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofByteArray(
                                            JSON.writeValueAsBytes(
                                                    Map.of(
                                                            "query", document,
                                                            "variables", variables))))
                            .build();
            String said = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            JsonNode answer = JSON.readTree(said);
            assertThat(answer.has("errors")).as("%s: %s", document, said).isFalse();
            return answer.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
