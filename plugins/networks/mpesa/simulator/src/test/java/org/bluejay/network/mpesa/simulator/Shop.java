package org.bluejay.network.mpesa.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A shop, a payer's browser and a test, as far as they speak HTTP. */
final class Shop {

    static final String PHONE = "254708374149";

    private static final String TIMESTAMP = "20260918153000";

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private final URI simulator;
    private String token = "none";

    Shop(URI simulator) {
        this.simulator = simulator;
    }

    /** An answer: status and body. */
    record Said(int status, String text) {
        JsonNode json() {
            return Json.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        }

        String field(String name) {
            return json().path(name).asText();
        }
    }

    Said login(String key, String secret) throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder()
                        .encodeToString((key + ":" + secret).getBytes(StandardCharsets.UTF_8));
        Said said =
                send(
                        request("/oauth/v1/generate?grant_type=client_credentials")
                                .header("Authorization", "Basic " + basic));
        if (said.status == 200) {
            token = said.field("access_token");
        }
        return said;
    }

    void login() throws IOException, InterruptedException {
        login(DarajaSimulator.CONSUMER_KEY, DarajaSimulator.CONSUMER_SECRET);
    }

    /** A request for payment without fault. */
    static ObjectNode order(String phone, String callbackUrl) {
        ObjectNode order = signed();
        order.put("TransactionType", "CustomerPayBillOnline").put("Amount", 1);
        order.put("PartyA", phone).put("PartyB", 174379).put("PhoneNumber", phone);
        order.put("CallBackURL", callbackUrl);
        return order.put("AccountReference", "INV-10023").put("TransactionDesc", "Order");
    }

    private static ObjectNode signed() {
        String plain = "174379" + DarajaSimulator.PASSKEY + TIMESTAMP;
        return Json.object()
                .put("BusinessShortCode", 174379)
                .put(
                        "Password",
                        Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)))
                .put("Timestamp", TIMESTAMP);
    }

    Said push(JsonNode order) throws IOException, InterruptedException {
        return post("/mpesa/stkpush/v1/processrequest", order);
    }

    /** Sends a prompt that is accepted, and gives its id. */
    String push(String phone) throws IOException, InterruptedException {
        return push(order(phone, "https://pay.example.test/callbacks/c/t0k3n"))
                .field("CheckoutRequestID");
    }

    Said query(String checkoutRequestId) throws IOException, InterruptedException {
        return post(
                "/mpesa/stkpushquery/v1/query",
                signed().put("CheckoutRequestID", checkoutRequestId));
    }

    Said post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    Said submit(String path, String form) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    Said get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator + path));
    }

    private Said send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Said(answer.statusCode(), answer.body());
    }
}
