package com.example.acmepay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.ScriptedHttp;

/** Acme Pay as far as the tests need it: its API, its books, its payer, its signature. */
final class AcmeStandIn implements NetworkFixture {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API_KEY = "acme-api-key-1";
    private static final String CALLBACK_SECRET = "acme-callback-secret-1";

    private final Clock clock;
    private final Map<String, ObjectNode> payments = new LinkedHashMap<>();
    private final Map<String, Integer> orders = new HashMap<>();

    AcmeStandIn(Clock clock) {
        this.clock = clock;
    }

    @Override
    public PaymentNetworkProvider provider() {
        return new AcmePayProvider();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("apiKey", API_KEY, "callbackSecret", CALLBACK_SECRET);
    }

    @Override
    public Http http() {
        return new ScriptedHttp(this::answer);
    }

    @Override
    public synchronized int ordersOf(String reference) {
        return orders.getOrDefault(reference, 0);
    }

    @Override
    public synchronized List<InboundCallback> payerPays(PaymentHandle handle, Money amount) {
        ObjectNode payment = payments.get(handle.reference());
        ArrayNode receipts = (ArrayNode) payment.get("receipts");
        receipts.addObject()
                .put("id", payment.get("id").asText() + "/" + (receipts.size() + 1))
                .put("amount", amount.toPlainString())
                .put("paid_at", clock.instant().toString());
        BigDecimal paid = BigDecimal.ZERO;
        for (JsonNode receipt : receipts) {
            paid = paid.add(new BigDecimal(receipt.get("amount").asText()));
        }
        boolean whole = paid.compareTo(new BigDecimal(payment.get("amount").asText())) >= 0;
        payment.put("status", whole ? "paid" : "open");
        payment.put("as_of", clock.instant().toString());
        String url = payment.get("callback_url").asText();
        InboundCallback unsigned =
                new InboundCallback(
                        "POST",
                        url.substring(url.lastIndexOf('/') + 1),
                        "",
                        Map.of("content-type", List.of("application/json")),
                        payment.toString().getBytes(StandardCharsets.UTF_8));
        return List.of(signed(unsigned));
    }

    @Override
    public InboundCallback signed(InboundCallback changed) {
        Map<String, List<String>> headers = new HashMap<>(changed.headers());
        headers.put("acme-signature", List.of(signature(changed.body())));
        return new InboundCallback(
                changed.method(), changed.token(), changed.query(), headers, changed.body());
    }

    private synchronized Http.Answer answer(Http.Request request) {
        if (!("Bearer " + API_KEY).equals(request.headers().get("authorization"))) {
            return ScriptedHttp.json(401, "{}");
        }
        String path = request.uri().getPath();
        if (path.equals("/ping")) {
            return ScriptedHttp.json(200, "{\"version\": \"2031-05\"}");
        }
        if (request.method().equals("POST")) {
            String key = request.headers().get("idempotency-key");
            return ScriptedHttp.json(
                    201, payments.computeIfAbsent(key, k -> payment(request)).toString());
        }
        ObjectNode payment = payments.get(path.substring(path.lastIndexOf('/') + 1));
        if (payment == null) {
            return ScriptedHttp.json(404, "{}");
        }
        payment.put("as_of", clock.instant().toString());
        return ScriptedHttp.json(200, payment.toString());
    }

    private ObjectNode payment(Http.Request request) {
        try {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            ObjectNode payment = (ObjectNode) JSON.readTree(body);
            orders.merge(payment.get("reference").asText(), 1, Integer::sum);
            String id = "ap_" + (payments.size() + 1);
            payment.put("id", id).put("code", "ACME*" + id).put("status", "open");
            payment.put("as_of", clock.instant().toString());
            payment.putArray("receipts");
            return payment;
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            CALLBACK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
